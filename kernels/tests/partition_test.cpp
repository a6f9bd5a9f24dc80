// SPDX-License-Identifier: Apache-2.0
// The shares of the ranks: gapless, balanced, and exact up to 2^64 - 1 samples.
#include "common/partition.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace assay {
namespace {

void expect_gapless_and_balanced(std::uint64_t samples, int ranks) {
  std::uint64_t next = 0;
  std::uint64_t const least = samples / static_cast<std::uint64_t>(ranks);
  for (int rank = 0; rank < ranks; ++rank) {
    SampleRange const share = share_of(samples, rank, ranks);
    ASSERT_EQ(share.begin, next) << samples << " samples, rank " << rank;
    ASSERT_GE(share.end - share.begin, least);
    ASSERT_LE(share.end - share.begin - least, 1U);
    next = share.end;
  }
  EXPECT_EQ(next, samples) << ranks << " ranks";
}

TEST(Partition, IsGaplessAndBalanced) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  for (int const ranks : {1, 2, 3, 4, 7, 64, 1000, 100'003}) {
    for (std::uint64_t const samples :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{1000},
          std::uint64_t{1'000'000'000'000'000'000}, most - 1, most}) {
      expect_gapless_and_balanced(samples, ranks);
    }
  }
}

TEST(Partition, GivesTheRestToTheLowerRanks) {
  EXPECT_EQ(share_of(10, 0, 4).end, 3U);
  EXPECT_EQ(share_of(10, 1, 4).end, 6U);
  EXPECT_EQ(share_of(10, 2, 4).end, 8U);
  EXPECT_EQ(share_of(10, 3, 4).end, 10U);
}

TEST(Partition, LeavesRanksEmptyWhereThereAreMoreThanSamples) {
  EXPECT_EQ(share_of(2, 1, 5).end - share_of(2, 1, 5).begin, 1U);
  EXPECT_EQ(share_of(2, 4, 5).begin, 2U);
  EXPECT_EQ(share_of(2, 4, 5).end, 2U);
}

// n * r / P would have overflowed from rank 19 on.
TEST(Partition, DoesNotOverflowAtTenToTheEighteen) {
  SampleRange const share = share_of(1'000'000'000'000'000'000, 63, 64);
  EXPECT_EQ(share.begin, 984'375'000'000'000'000U);
  EXPECT_EQ(share.end, 1'000'000'000'000'000'000U);
}

}  // namespace
}  // namespace assay
