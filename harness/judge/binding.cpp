// SPDX-License-Identifier: Apache-2.0
// Threads against cores, and ranks against each other.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "checks.hpp"
#include "parse_cpu_list.hpp"

namespace assay {
namespace {

using nlohmann::json;
/// Backends whose concurrency is the number of their threads.
constexpr std::array<std::string_view, 3> on_host{"serial", "openmp", "threads"};

using Owners = std::map<std::pair<int, int>, int>;  // (node, CPU) -> rank

std::set<int> cpus_in(json const& rank, char const* field) {
  auto const text = rank.value(field, rank.at("cpus").get<std::string>());
  auto const cpus = parse_cpu_list(text);
  if (!cpus) throw std::runtime_error("unreadable CPU list '" + text + "'");
  return *cpus;
}

// Of the CPUs in `field` of each rank, the first that two ranks of a node have.
Finding shared(json const& world, char const* field, char const* what) {
  Owners owners;
  int index = 0;
  for (auto const& rank : world.at("by_rank")) {
    int const node = rank.at("node").get<int>();
    for (int const cpu : cpus_in(rank, field)) {
      auto const [owner, is_free] = owners.try_emplace({node, cpu}, index);
      if (!is_free) {
        return found(VerdictClass::binding,
                     fmt::format("ranks {} and {} share {} {}", owner->second, index,
                                 what, cpu));
      }
    }
    ++index;
  }
  return std::nullopt;
}

}  // namespace

// A Kokkos without host parallelism takes any number of threads and runs one.
Finding check_concurrency(Point const& point, json const& result) {
  auto const worker = result.find("worker");
  bool const counts =
      std::find(on_host.begin(), on_host.end(), point.backend) != on_host.end();
  if (worker == result.end() || !counts) return std::nullopt;
  int const concurrency = worker->value("concurrency", point.threads);
  if (concurrency == point.threads) return std::nullopt;
  return found(VerdictClass::binding,
               fmt::format("{} threads asked, backend {} runs {} at a time",
                           point.threads, point.backend, concurrency));
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
  if (auto wrong = shared(world, "cpus", "CPU")) return wrong;
  // Different hardware threads of one core still halve each other's speed.
  return shared(world, "core_cpus", "the core of CPU");
}

}  // namespace assay
