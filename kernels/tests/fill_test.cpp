// SPDX-License-Identifier: Apache-2.0
// fill against a plain reference, over odd ranges and arrays of every size.
#include "sampling/fill.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "kernel_fixture.hpp"
#include "lanes/body.hpp"
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

/// An array that is written past the caches.
constexpr int in_memory = 16 * fill::most_cached_pairs + 16;

TEST(Fill, EqualsTheReference) {
  for (std::int64_t const bytes : {16, 31, 48, 4096, 100'000, 1 << 20, in_memory}) {
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

/// Entries that are not what the last sample written to them says, with all written by
/// one thread.
std::uint64_t wrong_entries(std::uint64_t pairs, SampleRange range) {
  std::vector<std::uint64_t> array(2 * pairs + 8, 99);
  fill::Filling const filling = {array.data(), pairs, range, key_of_seed(test_seed)};
  Counts<3> counts;
  auto* const write = ASSAY_DRAWING_BODY(fill::write, Generator::philox4x32_10);
  write(filling, {0, pairs}, counts);
  std::uint64_t wrong = 0;
  std::uint64_t const first =
      std::max(range.begin, range.end - std::min(range.end, 2 * pairs));
  for (std::uint64_t i = first; i < range.end; ++i) {
    Block const w = block_by_the_book(i / 2, 0, 4, test_seed);
    std::size_t const at = i % 2 == 0 ? 0 : 2;
    wrong += array[i % (2 * pairs)] != w[at] + (std::uint64_t{w[at + 1]} << 32U);
  }
  for (std::size_t i = 2 * pairs; i < array.size(); ++i) wrong += array[i] != 99;
  return wrong;
}

// In caches and past them, with the instructions that there are; the kernel itself
// reads back one entry in each page.
TEST(Fill, WritesEveryEntry) {
  for (char const* const name : {"baseline", "avx2", "avx512"}) {
    ::setenv("ASSAY_INSTRUCTION_SET", name, 1);
    try {
      chosen_instruction_set();
    } catch (std::runtime_error const&) {
      continue;  // not on this CPU
    }
    EXPECT_EQ(wrong_entries(1000, {3, 10'002}), 0U) << name;
    EXPECT_EQ(wrong_entries(fill::most_cached_pairs + 3, {262'145, 330'002}), 0U)
        << name;
  }
  ::unsetenv("ASSAY_INSTRUCTION_SET");
}

TEST(Fill, EstimatesWhatIsWrongInMemory) {
  EXPECT_EQ(estimate_of("fill", {1, 2, 0}, 10)->value, 0);
  EXPECT_EQ(estimate_of("fill", {1, 2, 3}, 10)->value, 3);
  EXPECT_EQ(estimate_of("fill", {1, 2, 3}, 10)->standard_error, 0);
}

}  // namespace
}  // namespace assay
