// SPDX-License-Identifier: Apache-2.0
#include "os/side_by_side.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <optional>

#include "launching.hpp"
#include "no_descriptors.hpp"
#include "os/interrupt.hpp"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

TEST(SideBySide, TakesTheTimeOfTheLongestAndKeepsTheOrder) {
  auto const begin = Clock::now();
  std::vector const commands{
      shell("sleep 1; printf 'a\\377'; exit 3"), shell("sleep 0.5; echo b"),
      shell("sleep 1; kill -SEGV $$"), command({"no-such-program"})};
  auto const results = run_side_by_side(commands, quick(20));
  EXPECT_LT(seconds_since(begin), 2.2);
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].exit_code, 3);
  EXPECT_EQ(results[0].output_tail, "a\377");
  EXPECT_GT(results[0].wall_s, 1);
  EXPECT_EQ(results[1].output_tail, "b\n");
  EXPECT_EQ(results[2].signal, SIGSEGV);
  EXPECT_EQ(results[3].ending, Ending::not_started);
}

TEST(SideBySide, WaitsForDescriptorsThatOthersHave) {
  std::vector const commands{command({"true"}), command({"false"})};
  NoDescriptors const shortage(std::chrono::milliseconds(500));
  auto const results = run_side_by_side(commands, quick(20));
  EXPECT_EQ(results[0].ending, Ending::exited) << results[0].error;
  EXPECT_EQ(results[1].exit_code, 1);
}

TEST(SideBySide, SaysWhatIsShort) {
  std::vector const commands{command({"true"})};
  NoDescriptors const shortage(std::chrono::seconds(6));
  auto const results = run_side_by_side(commands, quick(20));
  EXPECT_THAT(results[0].error, testing::HasSubstr("Too many open files"));
}

TEST(SideBySide, ASignalEndsAll) {
  std::vector const commands{shell("sleep 20"), shell("sleep 20 & sleep 20")};
  Interrupt interrupt;
  auto const harness = ::getpid();
  auto const killer = ::fork();
  if (killer == 0) {
    within(10, [&] { return processes_with(marker(commands[1])).size() >= 3; });
    ::kill(harness, SIGTERM);
    ::_exit(0);
  }
  auto const begin = Clock::now();
  auto const results = run_side_by_side(commands, quick(30));
  ::waitpid(killer, nullptr, 0);
  EXPECT_LT(seconds_since(begin), 15);
  for (auto const& result : results) EXPECT_EQ(result.ending, Ending::interrupted);
  for (auto const& command : commands)
    EXPECT_THAT(processes_with(marker(command)), testing::IsEmpty());
}

}  // namespace
}  // namespace assay
