// SPDX-License-Identifier: Apache-2.0
// Launches for tests, each told apart by its run id, and what is left of them.
#pragma once

#include <gmock/gmock.h>

#include "child.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {

/// A command that no other test, and no other run of this one, takes for its own.
inline Command command(Argv argv) {
  static int number = 0;
  Command made;
  made.argv = std::move(argv);
  made.environment = child_environment(own_environment(), {}, {});
  made.run_id = "test-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
  return made;
}

inline Command shell(std::string const& script) {
  return command({"sh", "-c", script});
}

inline std::string marker(Command const& of) { return "ASSAY_RUN_ID=" + of.run_id; }

inline ProcessLimits quick(double timeout_s) {
  ProcessLimits limits;
  limits.timeout_s = timeout_s;
  limits.grace_s = 0.3;
  return limits;
}

/// Fails if anything of the command is left.
inline ProcessResult run(Command const& what, ProcessLimits const& limits = quick(20)) {
  auto const result = run_process(what, limits);
  EXPECT_THAT(processes_with(marker(what)), testing::IsEmpty());
  return result;
}

/// A harness in a process of its own, killed once its launch is under way.
inline void kill_harness_of(Command const& what, std::size_t processes) {
  pid_t const harness = ::fork();
  if (harness == 0) {
    ProcessLimits limits;
    limits.grace_s = 2.5;
    run_process(what, limits);
    ::_exit(0);
  }
  EXPECT_TRUE(
      within(10, [&] { return processes_with(marker(what)).size() >= processes; }));
  ::kill(harness, SIGKILL);
  ::waitpid(harness, nullptr, 0);
  EXPECT_TRUE(within(5, [&] { return processes_with(marker(what)).empty(); }))
      << processes_with(marker(what)).size() << " are left";
  end_strays(what.run_id);
}

}  // namespace assay
