// SPDX-License-Identifier: Apache-2.0
// A harness that is killed takes its launch along.
#include <fcntl.h>
#include <gmock/gmock.h>

#include <array>

#include "launching.hpp"
#include "os/errors.hpp"
#include "os/lock.hpp"
#include "os/process_table.hpp"
#include "os/watcher.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

TEST(KilledHarness, LeavesNothing) { kill_harness_of(command({"sleep", "100"}), 1); }

TEST(KilledHarness, LeavesNothingThatIgnoresTerm) {
  kill_harness_of(shell("trap '' TERM; sleep 100 & while :; do sleep 1; done"), 3);
}

TEST(KilledHarness, LeavesNothingOfItsSecondLaunch) {
  auto const first = command({"true"});
  auto const second = shell("trap '' TERM; sleep 100 & while :; do sleep 1; done");
  pid_t const harness = ::fork();
  if (harness == 0) {
    Watcher watcher;
    run_process(first, {}, watcher);
    run_process(second, quick(100), watcher);
    ::_exit(0);
  }
  EXPECT_TRUE(within(10, [&] { return processes_with(marker(second)).size() >= 3; }));
  ::kill(harness, SIGKILL);
  ::waitpid(harness, nullptr, 0);
  EXPECT_TRUE(within(5, [&] { return processes_with(marker(second)).empty(); }));
  end_strays(second.run_id);
}

TEST(KilledHarness, BetweenLaunchesLeavesNoWatcher) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  pid_t const harness = ::fork();
  if (harness == 0) {
    Watcher watcher;
    run_process(command({"true"}), {}, watcher);
    auto const children = children_now()(::getpid());
    pid_t const pid = children.empty() ? 0 : children.back().pid;
    static_cast<void>(::write(ends[1], &pid, sizeof pid));
    while (true) ::pause();
  }
  pid_t watcher = 0;
  ASSERT_EQ(::read(ends[0], &watcher, sizeof watcher), sizeof watcher);
  EXPECT_GT(start_ticks_of(watcher), 0U);
  ::kill(harness, SIGKILL);
  ::waitpid(harness, nullptr, 0);
  EXPECT_TRUE(within(5, [&] { return start_ticks_of(watcher) == 0; }));
  for (int const end : ends) ::close(end);
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

TEST(KilledHarness, LeavesNoDirectoryOfItsLaunch) {
  Scratch const scratch;
  auto what = shell("trap '' TERM; while :; do sleep 1; done");
  what.own_directories = {scratch / "disk", scratch / "memory", scratch / "none"};
  for (auto const* name : {"disk", "memory"}) {
    std::filesystem::create_directory(scratch / name);
    put(scratch / name / "left", "");
  }
  kill_harness_of(what, 2);
  EXPECT_TRUE(within(5, [&] { return std::filesystem::is_empty(scratch.path()); }));
}

TEST(KilledHarness, LeavesNoDaemon) {
  kill_harness_of(shell("trap '' TERM; setsid -f sh -c 'sleep 99; :'; sleep 100"), 3);
}

}  // namespace
}  // namespace assay
