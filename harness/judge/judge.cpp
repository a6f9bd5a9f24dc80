// SPDX-License-Identifier: Apache-2.0
// Each check returns a verdict when it has something to say; the first one that has
// wins.
#include "judge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <map>
#include <set>

#include "parse_cpu_list.hpp"

namespace assay {
namespace {

using Finding = std::optional<Verdict>;
using nlohmann::json;

Finding found(VerdictClass of, std::string detail) {
  return Verdict{of, std::move(detail)};
}

Finding check_ending(Evidence const& evidence) {
  auto const& process = evidence.process;
  switch (process.ending) {
    case Ending::interrupted:
      return found(VerdictClass::interrupted, "ended by a signal to assay");
    case Ending::not_started:
      return found(VerdictClass::launcher, process.error);
    case Ending::timed_out:
      return found(VerdictClass::hang,
                   fmt::format("still running after {:.1f} s", process.wall_s));
    default:
      return std::nullopt;
  }
}

std::string how_it_ended(ProcessResult const& process) {
  if (process.ending == Ending::signalled) {
    return fmt::format("launcher killed by signal {}", process.signal);
  }
  // By the convention of shells, which launchers keep.
  if (process.exit_code > 128 && process.exit_code < 128 + 65) {
    return fmt::format("exit code {} (signal {})", process.exit_code,
                       process.exit_code - 128);
  }
  return fmt::format("exit code {}", process.exit_code);
}

bool failed(ProcessResult const& process) {
  return process.ending != Ending::exited || process.exit_code != 0;
}

// Without a result, who failed is told by whether a worker ever started.
Finding check_presence(Evidence const& evidence) {
  if (evidence.result_text) return std::nullopt;
  auto const ending = how_it_ended(evidence.process);
  if (!evidence.worker_started) {
    return found(VerdictClass::launcher, "no worker was started, " + ending);
  }
  if (failed(evidence.process)) return found(VerdictClass::crash, ending);
  return found(VerdictClass::no_result, "exit code 0, but no result file");
}

Finding check_identity(Evidence const& evidence, json const& result) {
  if (!result.is_object()) {
    return found(
        failed(evidence.process) ? VerdictClass::crash : VerdictClass::no_result,
        "the result file is not complete JSON");
  }
  if (result.value("schema", json()) != 1) {
    return found(VerdictClass::no_result, "the result file has an unknown schema");
  }
  if (result.value("nonce", json()) != evidence.nonce) {
    return found(VerdictClass::no_result, "the result file belongs to another attempt");
  }
  return std::nullopt;
}

Finding check_world(Point const& point, json const& world) {
  int const ranks = world.at("ranks").get<int>();
  int const nodes = world.at("nodes").get<int>();
  if (ranks != point.ranks) {
    return found(
        VerdictClass::world,
        fmt::format("{} ranks asked, {} seen (is the launcher of the same MPI as "
                    "the worker?)",
                    point.ranks, ranks));
  }
  if (nodes != point.nodes) {
    return found(VerdictClass::world,
                 fmt::format("{} nodes asked, {} seen", point.nodes, nodes));
  }
  std::map<int, int> per_node;
  for (auto const& rank : world.at("by_rank")) ++per_node[rank.at("node").get<int>()];
  for (auto const& [node, count] : per_node) {
    if (count != point.ranks_per_node()) {
      return found(VerdictClass::world,
                   fmt::format("{} ranks per node asked, {} on node {}",
                               point.ranks_per_node(), count, node));
    }
  }
  return std::nullopt;
}

Finding check_threads(Point const& point, json const& world) {
  int index = 0;
  for (auto const& rank : world.at("by_rank")) {
    int const threads = rank.at("threads").get<int>();
    if (threads != point.threads) {
      return found(VerdictClass::binding,
                   fmt::format("{} threads asked, {} seen on rank {}", point.threads,
                               threads, index));
    }
    auto const text = rank.at("cpus").get<std::string>();
    auto const cpus = parse_cpu_list(text);
    if (!cpus)
      return found(VerdictClass::no_result, "unreadable CPU list '" + text + "'");
    // Where the topology is hidden, CPUs are the best bound there is.
    int const cores = rank.value("cores", static_cast<int>(cpus->size()));
    if (cores < point.threads) {
      return found(VerdictClass::binding,
                   fmt::format("rank {} has {} threads on {} cores (CPUs {})", index,
                               point.threads, cores, text));
    }
    ++index;
  }
  return std::nullopt;
}

Finding check_overlap(json const& world) {
  std::map<int, std::map<int, int>> owner;  // node -> CPU -> rank
  int index = 0;
  for (auto const& rank : world.at("by_rank")) {
    auto const cpus = parse_cpu_list(rank.at("cpus").get<std::string>());
    for (int const cpu : cpus.value()) {  // check_threads has looked at each
      auto const [seat, is_free] =
          owner[rank.at("node").get<int>()].try_emplace(cpu, index);
      if (!is_free) {
        return found(VerdictClass::binding, fmt::format("ranks {} and {} share CPU {}",
                                                        seat->second, index, cpu));
      }
    }
    ++index;
  }
  return std::nullopt;
}

Finding check_tallies(Evidence const& evidence, json const& measurement) {
  if (measurement.value("tallies_differ", false)) {
    return found(VerdictClass::wrong_answer, "repetitions gave different tallies");
  }
  auto const& tallies = measurement.at("tallies");
  if (evidence.expected_tallies && tallies != *evidence.expected_tallies) {
    return found(VerdictClass::wrong_answer,
                 fmt::format("tallies {} where other points have {}", tallies.dump(),
                             evidence.expected_tallies->dump()));
  }
  return std::nullopt;
}

// JSON has no NaN: it arrives as null.
double number(json const& value) {
  return value.is_number() ? value.get<double>() : NAN;
}

Finding check_estimate(json const& measurement) {
  if (!measurement.contains("estimate")) return std::nullopt;
  auto const& estimate = measurement.at("estimate");
  double const value = number(estimate.at("value"));
  double const reference = number(estimate.at("reference"));
  double const standard_error = number(estimate.at("standard_error"));
  if (standard_error == 0 && value == reference) return std::nullopt;
  double const deviation = std::abs(value - reference) / standard_error;
  if (deviation <= largest_deviation) return std::nullopt;  // false for NaN
  return found(VerdictClass::wrong_answer,
               fmt::format("estimate {} is {:.1f} standard errors from {}", value,
                           deviation, reference));
}

Finding check_samples(Point const& point, json const& measurement) {
  auto const expected = std::to_string(point.samples);
  std::uint64_t sum = 0;
  bool exact = measurement.at("samples") == expected;
  for (auto const& part : measurement.at("samples_by_rank")) {
    std::uint64_t const count = std::stoull(part.get<std::string>());
    exact = exact && !__builtin_add_overflow(sum, count, &sum);
  }
  if (exact && sum == point.samples) return std::nullopt;
  return found(
      VerdictClass::wrong_answer,
      fmt::format("{} samples asked, the ranks computed another number", expected));
}

Finding check_times(Point const& point, json const& measurement) {
  auto const& makespans = measurement.at("makespan_s");
  bool complete = makespans.size() == static_cast<std::size_t>(point.repetitions);
  for (auto const& one : makespans) complete = complete && number(one) > 0;
  if (complete) return std::nullopt;
  return found(VerdictClass::no_result,
               fmt::format("{} repetitions asked, {} timed", point.repetitions,
                           makespans.size()));
}

Finding check_measurement(Evidence const& evidence, json const& result) {
  auto const& measurements = result.at("measurements");
  if (measurements.empty()) {
    return found(VerdictClass::no_result, "the worker measured nothing");
  }
  auto const& measurement = measurements.at(0);
  if (auto wrong = check_samples(evidence.requested, measurement)) return wrong;
  if (auto wrong = check_tallies(evidence, measurement)) return wrong;
  if (auto wrong = check_estimate(measurement)) return wrong;
  return check_times(evidence.requested, measurement);
}

Finding check_result(Evidence const& evidence, json const& result) {
  auto const& point = evidence.requested;
  auto const& world = result.at("world");
  if (auto wrong = check_world(point, world)) return wrong;
  if (auto wrong = check_threads(point, world)) return wrong;
  if (auto wrong = check_overlap(world)) return wrong;
  if (failed(evidence.process)) {
    return found(VerdictClass::crash,
                 how_it_ended(evidence.process) + " after its result");
  }
  return check_measurement(evidence, result);
}

}  // namespace

Judgement judge(Evidence const& evidence) {
  if (auto wrong = check_ending(evidence)) return {*wrong, {}};
  if (auto wrong = check_presence(evidence)) return {*wrong, {}};
  auto result = json::parse(*evidence.result_text, nullptr, false);
  if (auto wrong = check_identity(evidence, result)) return {*wrong, {}};
  try {
    auto wrong = check_result(evidence, result);
    return {wrong.value_or(Verdict{}), std::move(result)};
  } catch (std::exception const& problem) {  // a field missing, or of another type
    return {{VerdictClass::no_result,
             std::string("the result file is malformed: ") + problem.what()},
            {}};
  }
}

}  // namespace assay
