// SPDX-License-Identifier: Apache-2.0
// Backends that compute on a device: that one was there, and that ranks share none
// unasked.
#include <map>

#include "checks.hpp"
#include "judge_program.hpp"
#include "utf8.hpp"

namespace assay {
namespace {

using nlohmann::json;

constexpr int exit_of_loader = 127;  ///< a library of the executable is missing
constexpr int exit_of_abort = 134;   ///< 128 + SIGABRT: Kokkos without a device

/// Of the lines with one of these words, the part that says what is missing.
std::string lack_in(std::string const& output) {
  for (std::string const mark :
       {"unavailable: ", "loading shared libraries: ", "what():  "}) {
    auto const at = output.find(mark);
    if (at == std::string::npos) continue;
    auto const from = at + mark.size();
    return printable(output.substr(from, output.find('\n', from) - from), 200);
  }
  return "the worker says no more";
}

}  // namespace

std::string device_problem(std::string const& backend, ProcessResult const& process) {
  if (process.ending != Ending::exited) return {};
  int const code = process.exit_code;
  if (code != exit_of_loader && code != exit_of_abort && code != exit_unavailable)
    return {};
  return fmt::format("no {} {} for the worker (exit code {}): {}", backend,
                     code == exit_of_loader ? "driver" : "device", code,
                     lack_in(process.output_tail));
}

Finding check_device_start(Evidence const& evidence) {
  if (!evidence.requested.on_device() || evidence.result_text) return std::nullopt;
  auto problem = device_problem(evidence.requested.backend, evidence.process);
  if (problem.empty()) return std::nullopt;
  return found(VerdictClass::device, std::move(problem));
}

Finding check_devices(Point const& point, json const& world) {
  if (!point.on_device()) return std::nullopt;
  std::map<std::pair<int, std::string>, int> ranks_on;  // (node, id)
  int index = 0;
  for (auto const& rank : world.at("by_rank")) {
    if (!rank.contains("device")) {
      return found(VerdictClass::device,
                   fmt::format("rank {} has no {} device", index, point.backend));
    }
    auto const id = rank.at("device").at("id").get<std::string>();
    int const node = rank.at("node").get<int>();
    if (++ranks_on[{node, id}] > point.ranks_per_gpu) {
      return found(VerdictClass::device,
                   fmt::format("more than {} ranks share device {} on node {} "
                               "(ranks_per_gpu says how many may)",
                               point.ranks_per_gpu, id, node));
    }
    ++index;
  }
  return std::nullopt;
}

}  // namespace assay
