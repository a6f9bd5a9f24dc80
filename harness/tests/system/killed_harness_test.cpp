// SPDX-License-Identifier: Apache-2.0
// A harness that is killed takes its launch along.
#include <gmock/gmock.h>

#include "launching.hpp"
#include "os/errors.hpp"
#include "os/lock.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

TEST(KilledHarness, LeavesNothing) { kill_harness_of(command({"sleep", "100"}), 1); }

TEST(KilledHarness, LeavesNothingThatIgnoresTerm) {
  kill_harness_of(shell("trap '' TERM; sleep 100 & while :; do sleep 1; done"), 3);
}

TEST(KilledHarness, FreesItsLockAtOnce) {
  Scratch const scratch;
  auto const what = shell("trap '' TERM; while :; do sleep 1; done");
  pid_t const harness = ::fork();
  if (harness == 0) {
    Lock const lock(scratch / "lock");
    run_process(what, {});
    ::_exit(0);
  }
  EXPECT_TRUE(within(10, [&] { return processes_with(marker(what)).size() >= 2; }));
  EXPECT_THROW(Lock(scratch / "lock"), LockedError);
  ::kill(harness, SIGKILL);
  ::waitpid(harness, nullptr, 0);
  EXPECT_NO_THROW(Lock(scratch / "lock"));
  EXPECT_GT(end_strays(what.run_id), 0);
}

TEST(KilledHarness, SendsTermToItsLauncherFirst) {
  Scratch const scratch;
  auto const seen = scratch / "seen";
  kill_harness_of(
      shell("trap 'echo TERM >" + seen.string() + "; exit' TERM; sleep 100 & wait"), 2);
  EXPECT_EQ(bytes_of(seen), "TERM\n");
}

TEST(KilledHarness, LeavesNoDaemon) {
  kill_harness_of(shell("trap '' TERM; setsid -f sh -c 'sleep 99; :'; sleep 100"), 3);
}

}  // namespace
}  // namespace assay
