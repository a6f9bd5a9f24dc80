// SPDX-License-Identifier: Apache-2.0
// The reproducible functions against the maths library in long double, and bit for bit.
#include "lanes/reproducible_math.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "philox_by_the_book.hpp"

namespace assay {
namespace {

/// 52 random bits in (0, 1), the n-th of them.
double random_unit(std::uint64_t n) {
  Block const w = block_by_the_book(n, 0, 99, 1);
  return reproducible_math::unit(w[0], w[1]);
}

double in_units_in_the_last_place(double got, long double wanted) {
  double const near = static_cast<double>(wanted);
  double const ulp = std::abs(std::nextafter(near, 2 * near) - near);
  return static_cast<double>(std::abs(got - wanted)) / ulp;
}

TEST(ReproducibleMath, LogIsRightToTheLastPlaces) {
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    double const x = std::ldexp(random_unit(n), -static_cast<int>(n % 60) + 20);
    EXPECT_LT(
        in_units_in_the_last_place(reproducible_math::log(x), std::log((long double)x)),
        2)
        << x;
  }
  EXPECT_EQ(reproducible_math::log(1.0), 0);
}

TEST(ReproducibleMath, ExpIsRightToTheLastPlaces) {
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    double const x = 80 * random_unit(n) - 40;
    EXPECT_LT(
        in_units_in_the_last_place(reproducible_math::exp(x), std::exp((long double)x)),
        2)
        << x;
  }
  EXPECT_EQ(reproducible_math::exp(0.0), 1);
}

TEST(ReproducibleMath, SineAndCosineAreRightToTheLastPlaces) {
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    double const turns = random_unit(n);
    long double const angle = 2 * std::numbers::pi_v<long double> * turns;
    auto const got = reproducible_math::sine_cosine(turns);
    EXPECT_NEAR(got.sine, static_cast<double>(std::sin(angle)), 3e-16) << turns;
    EXPECT_NEAR(got.cosine, static_cast<double>(std::cos(angle)), 3e-16) << turns;
  }
}

TEST(ReproducibleMath, UnitIsOpen) {
  EXPECT_EQ(reproducible_math::unit(0U, 0U), 0x1p-53);
  EXPECT_EQ(reproducible_math::unit(~0U, ~0U), 1 - 0x1p-53);
}

TEST(ReproducibleMath, RoundsHalfToEven) {
  EXPECT_EQ(reproducible_math::rounded(0.5), 0);
  EXPECT_EQ(reproducible_math::rounded(1.5), 2);
  EXPECT_EQ(reproducible_math::rounded(-2.5), -2);
  EXPECT_EQ(reproducible_math::rounded(-0.75), -1);
}

}  // namespace
}  // namespace assay
