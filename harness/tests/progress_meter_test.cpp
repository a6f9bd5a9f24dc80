// SPDX-License-Identifier: Apache-2.0
#include "progress_meter.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

TEST(ProgressMeter, CountsLaunchesAndTheTimeLeft) {
  ProgressMeter meter(3);
  EXPECT_EQ(meter.expected_wall_s(0), 0);
  meter.set(0, {.done = 1, .expected = 6, .wall_s = 2, .walls = 1});
  meter.set(1, {.done = 2, .expected = 6, .wall_s = 8, .walls = 2});
  meter.set(2, {.done = 0, .expected = 6, .wall_s = 0, .walls = 0});
  auto const now = meter.now();
  EXPECT_EQ(now.done, 3);
  EXPECT_EQ(now.expected, 18);
  // 5 of 2 s, 4 of 4 s, and 6 of a point that nobody knows: the mean of 10 s / 3.
  EXPECT_DOUBLE_EQ(now.remaining_s, 10 + 16 + 20);
  EXPECT_DOUBLE_EQ(meter.expected_wall_s(1), 4);
  EXPECT_DOUBLE_EQ(meter.expected_wall_s(2), 10.0 / 3);
}

TEST(ProgressMeter, ReplacesWhatItKnewOfAPoint) {
  ProgressMeter meter(2);
  for (int done = 0; done <= 1000; ++done) {
    meter.set(0, {.done = done, .expected = 1000, .wall_s = 0.1 * done, .walls = done});
  }
  EXPECT_EQ(meter.now().done, 1000);
  EXPECT_EQ(meter.now().expected, 1000);
  EXPECT_NEAR(meter.now().remaining_s, 0, 1e-9);
  EXPECT_NEAR(meter.expected_wall_s(1), 0.1, 1e-9);
}

}  // namespace
}  // namespace assay
