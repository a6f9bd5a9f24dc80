// SPDX-License-Identifier: Apache-2.0
// pi against a plain reference that shares no code with it, and against golden counts.
#include "sampling/pi.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "kernel_fixture.hpp"
#include "lanes/body.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

constexpr std::uint64_t seed = test_seed;

std::uint64_t hits(std::uint64_t begin, std::uint64_t end, std::uint64_t of_seed = seed,
                   char const* bits = "32") {
  Tally mine(1, 99);
  Kernel const& pi = kernel_named("pi");
  Work const work{.range = {begin, end},
                  .samples = end,
                  .seed = of_seed,
                  .parameters = complete_parameters(pi, {{"coordinate_bits", bits}})};
  pi.prepare(work)(mine);
  return mine[0];
}

/// Sample by sample as the contract states it: block floor(i / 2) is the counter, the
/// seed the key; samples 2b and 2b + 1 take the first and the last two words.
bool is_hit_by_the_book(std::uint64_t sample, std::uint64_t of_seed) {
  Block const c = block_by_the_book(sample / 2, 0, 0, of_seed);
  std::size_t const first = sample % 2 == 0 ? 0 : 2;
  // ~yy is 2^64 - 1 - yy, so this is xx + yy < 2^64 without a sum that could wrap.
  std::uint64_t const xx = std::uint64_t{c[first]} * c[first];
  std::uint64_t const yy = std::uint64_t{c[first + 1]} * c[first + 1];
  return xx <= ~yy;
}

std::uint64_t hits_by_the_book(std::uint64_t begin, std::uint64_t end,
                               std::uint64_t of_seed = seed) {
  std::uint64_t count = 0;
  for (std::uint64_t i = begin; i < end; ++i) count += is_hit_by_the_book(i, of_seed);
  return count;
}

TEST(Pi, EqualsTheReferenceOverOddAndUnevenRanges) {
  std::vector<std::uint64_t> const begins = {0, 1, 2, 3, 63, 65'535, 65'536, 65'537};
  std::vector<std::uint64_t> const lengths = {0,  1,   2,      3,      4,      31,
                                              64, 129, 65'535, 65'536, 65'537, 200'001};
  for (std::uint64_t const begin : begins) {
    for (std::uint64_t const length : lengths) {
      EXPECT_EQ(hits(begin, begin + length), hits_by_the_book(begin, begin + length))
          << begin << " + " << length;
    }
  }
}

// Block 2^32 begins at sample 2^33: the upper word of the counter changes there.
TEST(Pi, EqualsTheReferenceAcrossMultiplesOfTwoToTheThirtyTwoBlocks) {
  for (std::uint64_t const boundary : {1ULL << 33U, 7ULL << 33U, 1ULL << 63U}) {
    EXPECT_EQ(hits(boundary - 70'001, boundary + 70'001),
              hits_by_the_book(boundary - 70'001, boundary + 70'001));
  }
  EXPECT_EQ(hits(~0ULL - 1001, ~0ULL), hits_by_the_book(~0ULL - 1001, ~0ULL));
}

TEST(Pi, EqualsTheReferenceForOtherSeeds) {
  for (std::uint64_t const other : {0ULL, 1ULL, 1ULL << 32U, ~0ULL}) {
    EXPECT_EQ(hits(5, 100'000, other), hits_by_the_book(5, 100'000, other));
  }
}

TEST(Pi, AddsUpOverEverySplit) {
  constexpr std::uint64_t samples = (1U << 22U) + 1;
  std::uint64_t const whole = hits(0, samples);
  for (std::uint64_t const cut : {1ULL, 2ULL, 65'535ULL, 65'537ULL, 1'000'001ULL}) {
    EXPECT_EQ(hits(0, cut) + hits(cut, samples), whole) << cut;
  }
}

TEST(Pi, GivesTheGoldenCounts) { EXPECT_EQ(hits(0, 1ULL << 26U), 52'708'193U); }

TEST(Pi, GivesTheGoldenCountOfTwoToTheThirtyTwo) {
#ifndef NDEBUG
  GTEST_SKIP() << "takes minutes without optimisation";
#endif
  EXPECT_EQ(hits(0, 1ULL << 32U), 3'373'284'606U);
}

/// The root of the sum of two squares below 2^106, in long double with 64 bits: wrong
/// only within 2^-11 of the circle of 2^53, where none of the few tested points is.
std::uint64_t hits_of_53_by_the_book(std::uint64_t begin, std::uint64_t end) {
  std::uint64_t count = 0;
  for (std::uint64_t i = begin; i < end; ++i) {
    Block const w = block_by_the_book(i, 0, 0, seed);
    auto const coordinate = [](std::uint32_t high, std::uint32_t low) {
      return static_cast<long double>((std::uint64_t{high} << 32U | low) >> 11U);
    };
    count += std::hypot(coordinate(w[0], w[1]), coordinate(w[2], w[3])) < 0x1p53L;
  }
  return count;
}

TEST(PiOf53Bits, EqualsTheReference) {
  for (std::uint64_t const begin : {0ULL, 1ULL, 65'535ULL, (1ULL << 32U) - 5001}) {
    for (std::uint64_t const length : {0U, 1U, 3U, 31U, 33U, 20'001U}) {
      EXPECT_EQ(hits(begin, begin + length, seed, "53"),
                hits_of_53_by_the_book(begin, begin + length))
          << begin << " + " << length;
    }
  }
}

TEST(PiOf53Bits, GivesTheGoldenCount) {
  EXPECT_EQ(hits(0, 20'011, seed, "53"), 15'703U);
}

// x = 2^52 and y^2 next to 3 2^104: no double tells the two from the circle.
TEST(PiOf53Bits, DecidesAtTheCircleInIntegers) {
  auto const is_hit = [](std::uint64_t x, std::uint64_t y) {
    std::uint64_t const a = x << 11U;
    std::uint64_t const b = y << 11U;
    return pi::is_hit_53({std::uint32_t(a >> 32U), std::uint32_t(a),
                          std::uint32_t(b >> 32U), std::uint32_t(b)});
  };
  EXPECT_TRUE(is_hit(1ULL << 52U, 7'800'463'371'553'962U));
  EXPECT_FALSE(is_hit(1ULL << 52U, 7'800'463'371'553'963U));
  EXPECT_TRUE(is_hit(0, (1ULL << 53U) - 1));
  EXPECT_FALSE(is_hit((1ULL << 53U) - 1, 134'217'728U));
  EXPECT_TRUE(is_hit((1ULL << 53U) - 1, 134'217'727U));
}

// With a wide margin, many groups are counted again in integers.
TEST(PiOf53Bits, CountsTheSameWhereMorePointsAreInDoubt) {
  SampleRange const range = {0, 20'003};
  Key const key = key_of_seed(seed);
  auto const of = ASSAY_DRAWING_BODY(pi::hits_53, Generator::philox4x32_10);
  std::uint64_t const wanted = of(range, key, pi::surely_hit);
  for (double const sure : {0x1p106 - 0x1p98, 0x1p106 - 0x1p102, 0x1p105}) {
    EXPECT_EQ(of(range, key, sure), wanted) << sure;
  }
}

TEST(Pi, EstimatesPiWithItsStandardError) {
  Kernel const& pi = kernel_named("pi");
  Estimate const estimate = pi.estimate({52'708'193}, 1ULL << 26U, {}).value();
  EXPECT_DOUBLE_EQ(estimate.value, 4 * 52'708'193.0 / 67'108'864.0);
  EXPECT_DOUBLE_EQ(estimate.reference, 3.141592653589793);
  // The standard deviation of one sample is sqrt(pi (4 - pi)).
  EXPECT_NEAR(estimate.standard_error, 1.642183 / std::sqrt(67'108'864.0), 1e-10);
  EXPECT_LT(std::abs(estimate.value - estimate.reference), 5 * estimate.standard_error);
}

}  // namespace
}  // namespace assay
