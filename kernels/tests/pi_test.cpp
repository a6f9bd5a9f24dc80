// SPDX-License-Identifier: Apache-2.0
// pi against a plain reference that shares no code with it, and against golden counts.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "registry.hpp"

namespace assay {
namespace {

constexpr std::uint64_t seed = 0x548c9decbce65297U;

std::uint64_t hits(std::uint64_t begin, std::uint64_t end,
                   std::uint64_t of_seed = seed) {
  Tally mine(1, 99);
  Work const work{
      .range = {begin, end}, .samples = end, .seed = of_seed, .parameters = {}};
  kernel_named("pi").prepare(work)(mine);
  return mine[0];
}

/// Sample by sample as the contract states it: block floor(i / 2) is the counter, the
/// seed the key; samples 2b and 2b + 1 take the first and the last two words.
bool is_hit_by_the_book(std::uint64_t sample, std::uint64_t of_seed) {
  std::uint64_t const block = sample / 2;
  std::uint32_t c[4] = {std::uint32_t(block), std::uint32_t(block >> 32U), 0, 0};
  std::uint32_t k[2] = {std::uint32_t(of_seed), std::uint32_t(of_seed >> 32U)};
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const a = 0xD2511F53ULL * c[0];
    std::uint64_t const b = 0xCD9E8D57ULL * c[2];
    std::uint32_t const next[4] = {
        std::uint32_t(b >> 32U) ^ c[1] ^ k[0], std::uint32_t(b),
        std::uint32_t(a >> 32U) ^ c[3] ^ k[1], std::uint32_t(a)};
    for (int i = 0; i < 4; ++i) c[i] = next[i];
    k[0] += 0x9E3779B9U;
    k[1] += 0xBB67AE85U;
  }
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
