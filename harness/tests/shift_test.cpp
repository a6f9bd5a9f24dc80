// SPDX-License-Identifier: Apache-2.0
#include "plan/shift.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace assay {
namespace {

/// The counted ranks of R's qsignrank(tail, n).
TEST(WalshRank, IsNearTheCountedOneBeyondAHundredDifferences) {
  EXPECT_EQ(walsh_rank(100, 0.025), 1956U);
  EXPECT_NEAR(static_cast<double>(walsh_rank(101, 0.025)), 1998, 2);
  EXPECT_NEAR(static_cast<double>(walsh_rank(300, 0.005)), 18709, 8);
  EXPECT_LE(walsh_rank(101, 0.025), 1998U) << "no interval is narrower than counted";
}

TEST(ShiftInterval, OfMoreThanAThousandDifferencesIsThatOfSomeOfThem) {
  std::vector<double> differences(1100);
  std::iota(differences.begin(), differences.end(), 0);
  auto const shift = shift_interval(differences, 0.025);
  ASSERT_TRUE(shift);
  EXPECT_EQ(shift->centre, 549) << "0, 2, ..., 1098";
  EXPECT_EQ(shift->centre - shift->low, shift->high - shift->centre);
  EXPECT_LT(shift->low, 530);
  EXPECT_GT(shift->low, 500);
  EXPECT_FALSE(shift_interval({1, 2, 3}, 0.025)) << "too few";
}

}  // namespace
}  // namespace assay
