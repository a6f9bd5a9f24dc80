// SPDX-License-Identifier: Apache-2.0
// That the answer is this attempt's, of the program that the study planned with.
#include "checks.hpp"

namespace assay {

Finding check_identity(Evidence const& evidence) {
  auto const& [state, problem, result] = evidence.result;
  if (state == ResultFile::State::whole) return std::nullopt;
  bool const was_cut_off =
      state == ResultFile::State::incomplete && !evidence.process.succeeded();
  return found(was_cut_off ? VerdictClass::crash : VerdictClass::no_result, problem);
}

// Not a fault of the machine: what was asked is the program of the study's start, whose
// hash is part of the point, and another one answered. It comes before all that the
// other program may have done wrong.
Finding check_program(Evidence const& evidence) {
  auto const& [planned, seen] = evidence.program;
  if (planned.empty() || planned == seen) return std::nullopt;
  if (seen.empty())
    return found(VerdictClass::config, "the worker's file went away during the study");
  auto const* const what = evidence.requested.program == nullptr
                               ? "the worker was rebuilt"
                               : "a file of the program changed";
  return found(VerdictClass::config,
               fmt::format("{} during the study (SHA-256 {:.8} when it started, {:.8} "
                           "now)",
                           what, planned, seen));
}

// The words of the study may name a script that starts it: its hash is in no point.
Finding check_executable(Evidence const& evidence) {
  auto const& [earlier, seen] = evidence.executable;
  if (earlier.empty() || seen.empty() || earlier == seen) return std::nullopt;
  return found(
      VerdictClass::config,
      fmt::format("{} is not what earlier launches executed (SHA-256 {:.8}, now "
                  "{:.8})",
                  ranks_of(*evidence.witnessed).front()->executable, earlier, seen));
}

Finding check_backend(Point const& point, WorkerResult const& result) {
  auto const backend = result.backend.value_or(point.backend);
  if (backend == point.backend) return std::nullopt;
  return found(VerdictClass::config,
               fmt::format("backend {} asked, the worker is of backend {}",
                           point.backend, backend));
}

}  // namespace assay
