// SPDX-License-Identifier: Apache-2.0
// Which processes belong to a launch.
#include "os/descendants.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<pid_t> pids(std::vector<ProcessEntry> const& processes) {
  std::vector<pid_t> numbers;
  for (auto const& process : processes) numbers.push_back(process.pid);
  return numbers;
}

TEST(ProcessFrom, ReadsNamesWithBlanksAndBrackets) {
  auto const entry = process_from(
      "42 (a) b) R 7 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 9 9\n");
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->pid, 42);
  EXPECT_EQ(entry->parent, 7);
  EXPECT_EQ(entry->state, 'R');
  EXPECT_EQ(entry->start_ticks, 123456U);
}

TEST(ProcessFrom, RefusesATornText) {
  EXPECT_FALSE(process_from(""));
  EXPECT_FALSE(process_from("42 (a"));
  EXPECT_FALSE(process_from("42 (a) R 7 42"));
}

TEST(DescendantsOf, FollowsTheChainOfParents) {
  std::vector<ProcessEntry> const table = {{1, 0},   {10, 1}, {20, 10},
                                           {30, 20}, {40, 1}, {50, 40}};
  EXPECT_THAT(pids(descendants_of(10, {}, children_in(table))), ElementsAre(20, 30));
  EXPECT_THAT(pids(descendants_of(10, {20}, children_in(table))), IsEmpty());
}

TEST(DescendantsOf, LeavesOutTheDead) {
  std::vector<ProcessEntry> const table = {{10, 1}, {20, 10, 'Z'}, {30, 20, 'S'}};
  EXPECT_THAT(pids(descendants_of(10, {}, children_in(table))), ElementsAre(30));
}

TEST(DescendantsOf, EndsInALoop) {
  std::vector<ProcessEntry> const table = {{10, 1}, {20, 30}, {30, 20}};
  EXPECT_THAT(pids(descendants_of(10, {}, children_in(table))), IsEmpty());
}

TEST(KillProcess, SparesALaterOwnerOfTheNumber) {
  auto self = *process_entry(::getpid());
  self.start_ticks += 1;
  kill_process(self);  // or this test ends here
  SUCCEED();
}

}  // namespace
}  // namespace assay
