// SPDX-License-Identifier: Apache-2.0
// Starts a program and sees it, and all that it started, end.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/activity.hpp"

namespace assay {

using Argv = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

enum class Stream { output, error };

struct Command {
  Argv argv;                ///< argv[0] is searched for on PATH; never a shell
  Environment environment;  ///< the whole of it
  std::filesystem::path directory;
  std::string run_id;  ///< put into ASSAY_RUN_ID, by which stray descendants are found
  bool runs_elsewhere = false;  ///< as children of daemons: its CPU time tells nothing
  std::filesystem::path input{};  ///< its standard input; empty: /dev/null
  /// Removed by the watcher should we be killed, once nothing of it runs.
  std::vector<std::filesystem::path> own_directories{};
  /// Standard error has a pipe of its own. Else it comes as standard output, in the
  /// order in which both were written.
  bool error_apart = false;
  /// Is given all that is printed, piece by piece as it comes. In the process that
  /// watches over the command: see run_side_by_side.
  std::function<void(Stream, std::string_view)> on_output{};
};

struct ProcessLimits {
  double timeout_s = 300;
  double grace_s = 3;              ///< between TERM and KILL
  std::size_t tail_bytes = 65536;  ///< of standard output and error together
};

enum class Ending {
  exited,       ///< exit_code is valid
  signalled,    ///< signal is valid
  timed_out,    ///< ended by us at the limit
  interrupted,  ///< ended by us since a signal arrived
  not_started,  ///< fork or exec failed; error says why
};

struct ProcessResult {
  Ending ending = Ending::not_started;
  int exit_code = 0;
  int signal = 0;
  /// When the program was started, by the calendar; none where it was not.
  std::optional<std::chrono::system_clock::time_point> started{};
  double wall_s = 0;
  double cpu_s = 0;         ///< of all waited-for descendants
  std::string output_tail;  ///< the last tail_bytes printed
  std::string error;
  std::optional<Noise> noise{};  ///< where it was watched

  /// Ended by itself, by exit code 0.
  bool succeeded() const { return ending == Ending::exited && exit_code == 0; }
};

/// Runs `command` to its end: own session, stdin from its input, no inherited
/// descriptors, ended with us should we be killed. Past the time limit, or once
/// `Interrupt` reports a signal: TERM to the launcher, KILL to it and to every
/// descendant after the grace time. Returns when none of them is left. Call from the
/// main thread.
ProcessResult run_process(Command const& command, ProcessLimits const& limits);

class Watcher;

/// The same, beside a watcher that serves many launches one after the other.
ProcessResult run_process(Command const& command, ProcessLimits const& limits,
                          Watcher& watcher);

/// Processes of this user, other than our own, that carry this run id. Ends them with
/// KILL and returns how many there were.
int end_strays(std::string const& run_id);

}  // namespace assay
