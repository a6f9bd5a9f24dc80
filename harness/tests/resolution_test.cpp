// SPDX-License-Identifier: Apache-2.0
#include "judge/resolution.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Resolution, IsThatOfTheLastDigit) {
  EXPECT_DOUBLE_EQ(*resolution_of("0.013"), 1e-3);
  EXPECT_DOUBLE_EQ(*resolution_of("1.2e-3"), 1e-4);
  EXPECT_DOUBLE_EQ(*resolution_of("13"), 1);
  EXPECT_DOUBLE_EQ(*resolution_of(" -.50 "), 0.01);
  EXPECT_DOUBLE_EQ(*resolution_of("3."), 1);
  EXPECT_DOUBLE_EQ(*resolution_of("25E+02"), 100);
}

TEST(Resolution, OfAHexadecimalNumberIsNotKnown) {
  EXPECT_EQ(resolution_of("0x1.8p-4"), std::nullopt);
}

}  // namespace
}  // namespace assay
