// SPDX-License-Identifier: Apache-2.0
// The last bytes of a stream.
#include "os/output_tail.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(OutputTail, KeepsTheLastBytesForAnySizeOfPiece) {
  std::string all;
  for (int i = 0; i < 500; ++i) all += std::to_string(i) + ",";
  for (std::size_t capacity : {0U, 1U, 7U, 100U, 5000U}) {
    for (std::size_t piece : {1U, 3U, 99U, 1000U}) {
      OutputTail tail(capacity);
      for (std::size_t at = 0; at < all.size(); at += piece) {
        tail.add(std::string_view(all).substr(at, piece));
      }
      auto const expected =
          all.size() <= capacity ? all : all.substr(all.size() - capacity);
      EXPECT_EQ(tail.take(), expected) << capacity << " " << piece;
    }
  }
}

}  // namespace
}  // namespace assay
