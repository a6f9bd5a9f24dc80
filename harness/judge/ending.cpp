// SPDX-License-Identifier: Apache-2.0
// How the launch ended, and who failed where it left no result.
#include <csignal>

#include "checks.hpp"
#include "common/exit_codes.hpp"
#include "last_words.hpp"

namespace assay {

namespace {

/// What a program of the user's ended with; a worker of ours writes its reason down.
std::string program_said(Evidence const& evidence) {
  if (evidence.requested.program == nullptr) return "";
  auto const words = last_words(evidence.process.output_tail);
  return words.empty() ? "" : fmt::format("; its last line: {}", words);
}

/// A launcher that starts nothing says so by its exit code.
bool is_fault_of_wrap(Evidence const& evidence) {
  return evidence.requested.wrap != nullptr && evidence.process.succeeded();
}

}  // namespace

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
  // The kernel's answer to a lack of memory; of assay's own it is a hang.
  auto const hint = [](int signal) {
    return signal == SIGKILL ? ": out of memory, perhaps" : "";
  };
  if (process.ending == Ending::signalled) {
    return fmt::format("launcher killed by signal {}{}", process.signal,
                       hint(process.signal));
  }
  // By the convention of shells, which launchers keep.
  if (int const signal = process.exit_code - 128; signal > 0 && signal < 65) {
    return fmt::format("exit code {} (signal {}{})", process.exit_code, signal,
                       hint(signal));
  }
  return fmt::format("exit code {}", process.exit_code);
}

// Without a result, who failed is told by whether a worker ever started.
Finding check_presence(Evidence const& evidence) {
  if (evidence.result.state != ResultFile::State::absent) return std::nullopt;
  auto const ending = how_it_ended(evidence.process);
  bool const is_worker = evidence.requested.program == nullptr;
  if (is_worker && evidence.process.exit_code == exit_storage)
    return found(VerdictClass::storage, last_words(evidence.process.output_tail));
  if (!evidence.worker_started && is_fault_of_wrap(evidence))
    return found(VerdictClass::config,
                 fmt::format("wrap: {} ended well, but started nothing of the words "
                             "behind it. Let it run them, as a script by exec \"$@\"",
                             evidence.requested.wrap->words.front()));
  if (!evidence.worker_started) {
    auto const words = last_words(evidence.process.output_tail);
    return found(
        VerdictClass::launcher,
        "no worker was started, " + ending +
            (words.empty() ? "" : fmt::format("; the launch said: {}", words)));
  }
  if (!evidence.process.succeeded())
    return found(VerdictClass::crash, ending + program_said(evidence));
  return found(VerdictClass::no_result, "exit code 0, but no result file");
}

}  // namespace assay
