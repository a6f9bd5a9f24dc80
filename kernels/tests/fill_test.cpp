// SPDX-License-Identifier: Apache-2.0
// fill against a plain reference, over odd ranges and arrays of every size.
#include <gtest/gtest.h>

#include "kernel_fixture.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

Tally by_the_book(std::uint64_t begin, std::uint64_t end) {
  Tally sums(3);
  for (std::uint64_t i = begin; i < end; ++i) {
    Block const w = block_by_the_book(i / 2, 0, 4, test_seed);
    std::size_t const first = i % 2 == 0 ? 0 : 2;
    std::uint64_t const value = w[first] + (std::uint64_t{w[first + 1]} << 32U);
    sums[0] += value;
    sums[1] += value ^ i;
  }
  return sums;
}

Tally filled(std::uint64_t begin, std::uint64_t end, std::int64_t array_bytes) {
  return tallies("fill", begin, end, {{"array_bytes", array_bytes}});
}

TEST(Fill, EqualsTheReference) {
  for (std::int64_t const bytes : {16, 31, 48, 4096, 100'000, 1 << 20}) {
    for (std::uint64_t const begin : {0U, 1U, 2U, 511U, 12'345U}) {
      for (std::uint64_t const length : {0U, 1U, 2U, 3U, 1000U, 20'001U}) {
        EXPECT_EQ(filled(begin, begin + length, bytes),
                  by_the_book(begin, begin + length))
            << begin << " + " << length << " in " << bytes;
      }
    }
  }
}

TEST(Fill, EqualsTheReferenceWhereTheIndexOfABlockPassesTwoToTheThirtyTwo) {
  constexpr std::uint64_t edge = 1ULL << 33U;
  EXPECT_EQ(filled(edge - 777, edge + 778, 4096), by_the_book(edge - 777, edge + 778));
}

TEST(Fill, GivesTheGoldenSums) {
  EXPECT_EQ(filled(0, 10'007, 4096),
            (Tally{1'427'988'637'545'039'675U, 1'427'988'637'544'691'308U, 0}));
}

TEST(Fill, EstimatesWhatIsWrongInMemory) {
  EXPECT_EQ(estimate_of("fill", {1, 2, 0}, 10)->value, 0);
  EXPECT_EQ(estimate_of("fill", {1, 2, 3}, 10)->value, 3);
  EXPECT_EQ(estimate_of("fill", {1, 2, 3}, 10)->standard_error, 0);
}

}  // namespace
}  // namespace assay
