// SPDX-License-Identifier: Apache-2.0
// lookup against reads that compute the entry instead.
#include "sampling/lookup.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "kernel_fixture.hpp"
#include "lanes/body.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

Tally by_the_book(std::uint64_t begin, std::uint64_t end, std::uint64_t entries) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = begin; i < end; ++i) {
    sum += mixed_by_the_book(std::uint64_t{word_by_the_book(i, 3, test_seed)} *
                             entries / (1ULL << 32U));
  }
  return {sum};
}

Tally looked_up(std::uint64_t begin, std::uint64_t end, std::int64_t table_bytes) {
  return tallies("lookup", begin, end, {{"table_bytes", table_bytes}});
}

/// A table whose cache lines are asked for before.
constexpr int in_memory = 8 * lookup::most_near_entries + 8;

TEST(Lookup, EqualsTheReference) {
  for (std::int64_t const bytes : {8, 23, 24, 4096, 1'000'008, in_memory}) {
    for (std::uint64_t const begin : {0U, 1U, 2U, 3U, 65'535U}) {
      for (std::uint64_t const length : {0U, 1U, 5U, 70'001U}) {
        EXPECT_EQ(
            looked_up(begin, begin + length, bytes),
            by_the_book(begin, begin + length, static_cast<std::uint64_t>(bytes) / 8))
            << begin << " + " << length << " in " << bytes;
      }
    }
  }
}

// The kernel has the one that is faster here.
TEST(Lookup, GathersAndReadsTheSame) {
  auto const gather = ASSAY_DRAWING_BODY(lookup::gather, Generator::philox4x32_10);
  auto const read = ASSAY_DRAWING_BODY(lookup::read, Generator::philox4x32_10);
  for (std::uint64_t const entries : {1ULL, 2ULL, 4096ULL, 4097ULL, in_memory / 8ULL}) {
    std::vector<std::uint64_t> table;
    while (table.size() < entries) table.push_back(mixed_by_the_book(table.size()));
    for (std::uint64_t const end : {7U, 10'007U}) {
      auto const expected = by_the_book(3, end, entries)[0];
      Key const key = key_of_seed(test_seed);
      EXPECT_EQ(gather({3, end}, table.data(), entries, key), expected) << entries;
      EXPECT_EQ(read({3, end}, table.data(), entries, key), expected) << entries;
    }
  }
}

TEST(Lookup, EqualsTheReferenceWhereTheIndexOfABlockPassesTwoToTheThirtyTwo) {
  constexpr std::uint64_t edge = 1ULL << 34U;
  EXPECT_EQ(looked_up(edge - 777, edge + 778, 4096),
            by_the_book(edge - 777, edge + 778, 512));
}

TEST(Lookup, GivesTheGoldenChecksum) {
  EXPECT_EQ(looked_up(0, 10'007, 65'544), Tally{9'998'291'018'279'713'156U});
}

}  // namespace
}  // namespace assay
