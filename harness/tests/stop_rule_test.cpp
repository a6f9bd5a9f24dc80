// SPDX-License-Identifier: Apache-2.0
#include "plan/stop_rule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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
    auto const interval = StopRule({c.n, c.n, 0.02}).interval(one_to(c.n));
    ASSERT_TRUE(interval) << c.n;
    EXPECT_EQ(interval->low, c.low) << c.n;
    EXPECT_EQ(interval->high, c.high) << c.n;
  }
}

TEST(StopRule, HasNoIntervalBelowSix) {
  EXPECT_FALSE(StopRule({5, 5, 0.02}).interval(one_to(5)));
}

TEST(StopRule, HasTheIntervalOfTheLastLook) {
  StopRule const rule({6, 12, 0.02});  // 6, 9, 12
  auto const interval = rule.interval({4, 3, 1, 2, 6, 5, 100, 200});
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->median, 3.5) << "of the first six";
  EXPECT_EQ(interval->high, 6);
  EXPECT_EQ(rule.interval({4, 3, 1, 2, 6, 5, 7, 8, 9})->median, 5);
  EXPECT_EQ(StopRule({10, 50, 0.02}).interval(one_to(8))->high, 8)
      << "before the first";
}

std::vector<double> equal(std::size_t count) { return std::vector(count, 1.0); }

TEST(StopRule, WaitsForTheMinimum) {
  StopRule const rule({10, 50, 0.02});
  EXPECT_FALSE(rule.reason({equal(9)}));
  EXPECT_EQ(rule.reason({equal(10)}), StopReason::ci);
}

TEST(StopRule, GoesOnWhileTheIntervalIsWide) {
  StopRule const rule({10, 12, 0.02});
  EXPECT_FALSE(rule.reason({one_to(10)}));
  EXPECT_FALSE(rule.reason({one_to(11)}));
  EXPECT_EQ(rule.reason({one_to(12)}), StopReason::max);
}

TEST(StopRule, LooksAtPlannedNumbersOnly) {
  StopRule const rule({6, 50, 0.02});  // 6, 9, 13, ...
  auto values = one_to(9);
  EXPECT_FALSE(rule.reason({values}));
  values.resize(12, 5.0);  // narrow now, if anybody looked
  EXPECT_FALSE(rule.reason({values}));
}

// The machine gets slower from block to block, for the base as for the point.
TEST(StopRule, AsksForANarrowEfficiencyToo) {
  StopRule const rule({10, 10, 0.02});
  std::vector<double> point(10, 1.0);
  auto base = point;
  for (std::size_t i = 0; i < base.size(); ++i) base[i] += i % 2 == 0 ? 0.1 : -0.1;
  Launched::Beside const noisy(base.begin(), base.end());
  EXPECT_EQ(rule.reason({point}), StopReason::ci);
  EXPECT_EQ(rule.reason({point, {noisy}}), StopReason::max);
}

TEST(StopRule, OfAComparisonAsksForTheRatioAlone) {
  StopRule const rule(LaunchRule{6, 6, 0.02});
  Launched point;
  Launched::Beside other;
  for (int launch = 1; launch <= 6; ++launch) {  // slower from block to block, alike
    point.times_s.push_back(launch);
    other.emplace_back(1.001 * launch);
  }
  point.bases_s = {other};
  EXPECT_FALSE(rule.is_narrow(point, rule.looks().at.front()));
  point.is_compared = true;
  EXPECT_TRUE(rule.is_narrow(point, rule.looks().at.front()));
  point.bases_s.front()[2] = 9.0;
  EXPECT_FALSE(rule.is_narrow(point, rule.looks().at.front()));
  point.bases_s.clear();
  EXPECT_FALSE(rule.is_narrow(point, rule.looks().at.front())) << "the other failed";
}

TEST(StopRule, AsksForNoEfficiencyThatNoLaunchWouldGive) {
  StopRule const rule({10, 10, 0.02});
  Launched::Beside beside(10);
  std::fill_n(beside.begin(), 4, 1.0);
  EXPECT_EQ(rule.reason({equal(10), {beside}}), StopReason::ci) << "4 of 10 blocks";
  beside[4] = 1.0;
  EXPECT_EQ(rule.reason({equal(10), {beside}}), StopReason::max) << "too few pairs yet";
  beside[5] = 1.0;
  EXPECT_EQ(rule.reason({equal(10), {beside}}), StopReason::ci);
}

TEST(Looks, SayHowManyLaunchesToExpect) {
  auto const looks = looks_of({10, 50, 0.02});
  EXPECT_EQ(expected_launches(looks, 0.005, 0.02), 10);
  EXPECT_EQ(expected_launches(looks, 0.02, 0.02), 22);
  EXPECT_EQ(expected_launches(looks, 0.1, 0.02), std::nullopt);
  EXPECT_EQ(expected_launches(looks_of({3, 5, 0.02}), 0.001, 0.02), std::nullopt);
}

// Beyond 1,030 launches the numbers of a binomial are beyond a double.
TEST(StopRule, EndsAStudyOfTheMostLaunches) {
  StopRule const rule({10'000, 10'000, 0.02});
  EXPECT_FALSE(rule.reason({equal(9'999)}));
  EXPECT_EQ(rule.reason({equal(10'000)}), StopReason::ci);
  EXPECT_EQ(StopRule({10'000, 10'000, 0.01}).reason({one_to(10'000)}), StopReason::max);
}

TEST(StopRule, BelowSixOnlyTheMaximumStops) {
  StopRule const rule({1, 3, 0.02});
  EXPECT_FALSE(rule.reason({equal(2)}));
  EXPECT_EQ(rule.reason({equal(3)}), StopReason::max);
}

}  // namespace
}  // namespace assay
