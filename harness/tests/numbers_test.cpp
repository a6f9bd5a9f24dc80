// SPDX-License-Identifier: Apache-2.0
#include "text/numbers.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Numbers, CountsAreExactOrRound) {
  EXPECT_EQ(count_text(2), "2");
  EXPECT_EQ(count_text(99'999), "99,999");
  EXPECT_EQ(count_text(100'000), "1e5");
  EXPECT_EQ(count_text(1'000'000), "1e6");
  EXPECT_EQ(count_text(1'000'001), "1,000,001");
  EXPECT_EQ(count_text(12'340'000'000), "1.234e10");
  EXPECT_EQ(count_text(123'450'000), "123,450,000");
}

TEST(Numbers, ArePlain) {
  EXPECT_EQ(plain_number(226'812), "226,800");
  EXPECT_EQ(plain_number(1000), "1,000");
  EXPECT_EQ(plain_number(1.5), "1.5");
  EXPECT_EQ(plain_number(12.3456), "12.35");
  EXPECT_EQ(plain_number(0.012345), "0.01235");
  EXPECT_EQ(plain_number(0), "0");
  EXPECT_EQ(plain_number(1e-6), "1e-06");
  EXPECT_EQ(plain_number(9999.7), "10,000");
  EXPECT_EQ(plain_number(166'600'000), "166,600,000");
}

TEST(Numbers, OfAColumnHaveAsManyDecimals) {
  EXPECT_EQ(decimals_of(0.0123), 4);
  EXPECT_EQ(decimals_of(1.5), 2);
  EXPECT_EQ(decimals_of(5000), 0);
  EXPECT_EQ(decimals_of(0), 0);
  EXPECT_EQ(fixed_number(1234.5, 2), "1,234.50");
}

}  // namespace
}  // namespace assay
