// SPDX-License-Identifier: Apache-2.0
// What a launch reads of the processes on its host: its own alone, so that its cost
// does not grow with those of others.
#include <dirent.h>
#include <dlfcn.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "lack.hpp"
#include "launching.hpp"
#include "os/process_table.hpp"

namespace {

int walks = 0;  ///< how often /proc was opened as a directory

template <class Function>
Function* next(char const* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// The standard library opens directories by one of these, here in place of libc's.
extern "C" DIR* fdopendir(int file) {
  std::error_code none;
  auto const link = "/proc/self/fd/" + std::to_string(file);
  if (std::filesystem::read_symlink(link, none) == "/proc") ++walks;
  return next<DIR*(int)>("fdopendir")(file);
}

extern "C" DIR* opendir(char const* name) {
  if (std::filesystem::path(name) == "/proc") ++walks;
  return next<DIR*(char const*)>("opendir")(name);
}

namespace assay {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<pid_t> pids(std::vector<ProcessEntry> const& processes) {
  std::vector<pid_t> numbers;
  for (auto const& process : processes) numbers.push_back(process.pid);
  return numbers;
}

/// How often `what` walks over all processes, from its start to its end.
int walks_of(Command const& what, ProcessLimits const& limits) {
  walks = 0;
  run_process(what, limits);
  int const seen = walks;
  EXPECT_THAT(processes_with(marker(what)), IsEmpty());
  return seen;
}

bool kernel_tells() { return kernel_lists_children() && births_so_far().last > 0; }

TEST(ProcessWalk, IsNotNeededForALaunch) {
  if (!kernel_tells()) return lack("a kernel that lists children and numbers births");
  EXPECT_EQ(walks_of(command({"true"}), quick(20)), 0);
  EXPECT_EQ(walks_of(shell("setsid -f sleep 100; exit 0"), quick(20)), 0);
  EXPECT_EQ(walks_of(shell("trap '' TERM; setsid -f sleep 100; sleep 100 & wait; wait"),
                     quick(0.3)),
            0);
  walks = 0;
  EXPECT_EQ(end_strays("of no launch"), 0);
  EXPECT_GE(walks, 1) << "this test does not see them";
}

TEST(ChildrenNow, AreThoseOfAllThreads) {
  pid_t child = 0;
  std::thread([&] {
    child = ::fork();
    if (child == 0) ::pause();
  }).join();
  Child const other({"sleep", "100"});
  auto const children = pids(children_now()(::getpid()));
  EXPECT_THAT(children, Contains(child));
  EXPECT_THAT(children, Contains(other.pid()));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

TEST(BornSince, LeavesOutWhatIsOlder) {
  if (!kernel_tells()) return lack("a kernel that lists children and numbers births");
  auto const before = births_so_far();
  Child const child({"sleep", "100"});
  if (child.pid() < before.last) GTEST_SKIP() << "the numbers have begun again";
  auto const born = pids(born_since(before, child.pid()));
  EXPECT_THAT(born, Contains(child.pid()));
  EXPECT_THAT(born, Not(Contains(::getpid())));
}

TEST(BornSince, IsAllWhereTheNumbersDoNotTell) {
  Child const child({"sleep", "100"});
  auto const now = births_so_far();
  auto const all = Contains(::getpid());
  EXPECT_THAT(pids(born_since({}, child.pid())), all) << "nothing known of before";
  EXPECT_THAT(pids(born_since({child.pid(), now.count}, child.pid())), all)
      << "one born since has a lower number";
  EXPECT_THAT(pids(born_since({now.last - 1, now.count}, now.last + 30'000)), all)
      << "one born since has a number that the kernel does not own to";
  EXPECT_THAT(pids(born_since({child.pid() - 1, now.count - 10'001}, child.pid())), all)
      << "the numbers may have come round";
}

}  // namespace
}  // namespace assay
