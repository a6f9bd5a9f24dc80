// SPDX-License-Identifier: Apache-2.0
// Backends that compute on a device: that one was there, and that ranks share none
// unasked.
#include <map>

#include "checks.hpp"
#include "judge_program.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

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
  bool const has_result = evidence.result.state != ResultFile::State::absent;
  if (!evidence.requested.on_device() || has_result) return std::nullopt;
  auto problem = device_problem(evidence.requested.backend, evidence.process);
  if (problem.empty()) return std::nullopt;
  return found(VerdictClass::device, std::move(problem));
}

Finding check_devices(Point const& point, World const& world) {
  if (!point.on_device()) return std::nullopt;
  std::map<std::pair<int, std::string>, int> ranks_on;  // (node, id)
  int index = 0;
  for (auto const& rank : world.by_rank) {
    if (!rank.device) {
      return found(VerdictClass::device,
                   fmt::format("rank {} has no {} device", index, point.backend));
    }
    if (++ranks_on[{rank.node, *rank.device}] > point.ranks_per_gpu) {
      return found(VerdictClass::device,
                   fmt::format("more than {} ranks share device {} on node {} "
                               "(ranks_per_gpu says how many may)",
                               point.ranks_per_gpu, *rank.device, rank.node));
    }
    ++index;
  }
  return std::nullopt;
}

}  // namespace assay
