// SPDX-License-Identifier: Apache-2.0
// The clock, and the summaries over ranks.
#include "worker/timing.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Clock, IsMonotonicFineAndCheap) {
  double const before = now_s();
  Clock const clock = measure_clock();
  EXPECT_GT(now_s(), before);
  EXPECT_EQ(clock.name, "CLOCK_MONOTONIC");
  EXPECT_GT(clock.resolution_s, 0);
  EXPECT_LE(clock.resolution_s, 1e-6);
  EXPECT_GE(clock.overhead_s, 0);
  EXPECT_LT(clock.overhead_s, 1e-4);
}

TEST(RepetitionTimes, AreSummarisedByTheirLargest) {
  // The longest sum is on neither the rank that computes nor the one that waits
  // longest.
  std::vector<RepetitionTimes> const by_rank = {
      {.barrier_s = 3, .useful_s = 9, .reduce_s = 1},
      {.barrier_s = 1, .useful_s = 6, .reduce_s = 5},
      {.barrier_s = 4, .useful_s = 1, .reduce_s = 7}};
  EXPECT_EQ(makespan_s(by_rank), 11);
  EXPECT_EQ(skew_bound_s(by_rank), 4);
}

}  // namespace
}  // namespace assay
