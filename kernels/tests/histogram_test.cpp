// SPDX-License-Identifier: Apache-2.0
// histogram against bins counted one by one.
#include "sampling/histogram.hpp"

#include <gtest/gtest.h>

#include "kernel_fixture.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

Tally by_the_book(std::uint64_t begin, std::uint64_t end, std::uint64_t bins) {
  std::vector<std::uint64_t> counts(bins);
  for (std::uint64_t i = begin; i < end; ++i) {
    ++counts[std::uint64_t{word_by_the_book(i, 2, test_seed)} * bins / (1ULL << 32U)];
  }
  Tally tally = {0, end - begin};
  for (std::uint64_t b = 0; b < bins; ++b) {
    tally[0] += counts[b] * mixed_by_the_book(b);
  }
  return tally;
}

Tally counted(std::uint64_t begin, std::uint64_t end, std::int64_t bins) {
  return tallies("histogram", begin, end, {{"bins", bins}});
}

/// Bins whose cache lines are asked for before.
constexpr int in_memory = histogram::most_near_bins + 1;

TEST(Histogram, EqualsTheReference) {
  for (std::int64_t const bins : {1, 2, 3, 1000, 65'536, in_memory}) {
    for (std::uint64_t const begin : {0U, 1U, 2U, 3U, 65'535U}) {
      for (std::uint64_t const length : {0U, 1U, 5U, 70'001U}) {
        EXPECT_EQ(counted(begin, begin + length, bins),
                  by_the_book(begin, begin + length, static_cast<std::uint64_t>(bins)))
            << begin << " + " << length << " in " << bins;
      }
    }
  }
}

TEST(Histogram, AddsUpOverEverySplit) {
  Tally const whole = counted(0, 200'003, 777);
  for (std::uint64_t const cut : {1U, 2U, 65'537U, 200'002U}) {
    EXPECT_EQ(counted(0, cut, 777) + counted(cut, 200'003, 777), whole) << cut;
  }
}

TEST(Histogram, GivesTheGoldenTallies) {
  EXPECT_EQ(counted(0, 10'007, 1000), (Tally{10'508'391'954'191'207'964U, 10'007}));
}

TEST(Histogram, EstimatesTheExcessOfTheTotal) {
  EXPECT_EQ(estimate_of("histogram", {1, 10}, 10)->value, 0);
  EXPECT_NE(estimate_of("histogram", {1, 9}, 10)->value, 0);
  EXPECT_EQ(estimate_of("histogram", {1, 12}, 10)->value, 2);
}

}  // namespace
}  // namespace assay
