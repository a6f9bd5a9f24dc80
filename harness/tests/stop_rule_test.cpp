// SPDX-License-Identifier: Apache-2.0
#include "plan/stop_rule.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace assay {
namespace {

std::vector<double> one_to(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

// Ranks worked out from the binomial distribution: with n = 10, P(X <= 1) = 11/1024
// = 1.07 % and P(X <= 2) = 56/1024 = 5.5 %, so the ranks are 2 and 9.
TEST(MedianInterval, HasTheExactRanks) {
  struct Case {
    int n;
    double low, high;
  };
  for (auto const& c :
       {Case{6, 1, 6}, Case{8, 1, 8}, Case{9, 2, 8}, Case{10, 2, 9}, Case{12, 3, 10},
        Case{15, 4, 12}, Case{20, 6, 15}, Case{30, 10, 21}}) {
    auto const interval = median_interval(one_to(c.n));
    ASSERT_TRUE(interval) << c.n;
    EXPECT_EQ(interval->low, c.low) << c.n;
    EXPECT_EQ(interval->high, c.high) << c.n;
  }
}

TEST(MedianInterval, DoesNotExistBelowSix) { EXPECT_FALSE(median_interval(one_to(5))); }

TEST(MedianInterval, DoesNotDependOnTheOrder) {
  EXPECT_EQ(median_interval({3, 1, 2, 6, 5, 4})->median, 3.5);
}

TEST(StopRule, WaitsForTheMinimum) {
  LaunchRule const rule{10, 50, 0.02};
  EXPECT_FALSE(stop_reason(rule, std::vector<double>(9, 1.0)));
  EXPECT_EQ(stop_reason(rule, std::vector<double>(10, 1.0)), StopReason::ci);
}

TEST(StopRule, GoesOnWhileTheIntervalIsWide) {
  LaunchRule const rule{10, 12, 0.02};
  EXPECT_FALSE(stop_reason(rule, one_to(10)));
  EXPECT_FALSE(stop_reason(rule, one_to(11)));
  EXPECT_EQ(stop_reason(rule, one_to(12)), StopReason::max);
}

// Beyond 1,030 launches the numbers of a binomial are beyond a double.
TEST(StopRule, EndsAStudyOfTheMostLaunches) {
  LaunchRule const rule{10'000, 10'000, 0.02};
  EXPECT_FALSE(stop_reason(rule, std::vector<double>(9'999, 1.0)));
  EXPECT_EQ(stop_reason(rule, std::vector<double>(10'000, 1.0)), StopReason::ci);
  EXPECT_EQ(stop_reason({10'000, 10'000, 0.01}, one_to(10'000)), StopReason::max);
}

TEST(StopRule, BelowSixOnlyTheMaximumStops) {
  EXPECT_FALSE(stop_reason({1, 3, 0.02}, {1.0, 1.0}));
  EXPECT_EQ(stop_reason({1, 3, 0.02}, {1.0, 1.0, 1.0}), StopReason::max);
}

}  // namespace
}  // namespace assay
