// SPDX-License-Identifier: Apache-2.0
// The body of pi: hits of a range of samples, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "draws.hpp"
#include "targets.hpp"

namespace assay::pi {

constexpr std::uint32_t stream = 0;

/// -1 if x^2 + y^2 < 2^64, where x and y are the words of the lanes: the sum of the
/// squares does not carry out of 64 bits. Else 0.
template <class Word>
ASSAY_INLINE auto minus_hit(Word x, Word y) {
  auto const xx = square_of_word(x);
  return minus_at_least(xx + square_of_word(y), xx);
}

/// Minus the hits among both samples of each block.
template <class Word>
ASSAY_INLINE auto minus_hits(Words<Word> const& w) {
  return minus_hit(w.w0, w.w1) + minus_hit(w.w2, w.w3);
}

/// Minus the hits of the whole blocks [begin, end), modulo 2^64.
template <class Target>
ASSAY_INLINE std::uint64_t minus_hits_in_blocks(std::uint64_t begin, std::uint64_t end,
                                                PhiloxKey key) {
  constexpr std::size_t groups = 4;
  Draws const draws = {.draw = 0, .stream = stream, .key = key};
  typename Target::Wide many{};
  std::uint64_t const rest =
      for_groups<Target, groups>(begin, end, draws, [&](std::uint64_t, auto const& w) {
        many +=
            minus_hits(w[0]) + minus_hits(w[1]) + minus_hits(w[2]) + minus_hits(w[3]);
      });
  std::uint64_t few = 0;
  for_groups<Plain, 1>(rest, end, draws,
                       [&](std::uint64_t, auto const& w) { few += minus_hits(w[0]); });
  return sum(many) + few;
}

/// Hits of the samples of a range whose blocks have the same upper half of their index.
/// It may begin or end in the middle of a block.
template <class Target>
ASSAY_FUNCTION std::uint64_t hits(SampleRange range, PhiloxKey key) {
  std::uint64_t minus = 0;
  if (range.begin % 2 == 1) {
    auto const w = draw_words(range.begin / 2, 0, stream, key);
    minus += minus_hit(w.w2, w.w3);
  }
  if (range.end % 2 == 1) {
    auto const w = draw_words(range.end / 2, 0, stream, key);
    minus += minus_hit(w.w0, w.w1);
  }
  minus += minus_hits_in_blocks<Target>(range.begin / 2 + range.begin % 2,
                                        range.end / 2, key);
  return 0 - minus;
}
ASSAY_EACH_TARGET(std::uint64_t, hits, (SampleRange, PhiloxKey))

}  // namespace assay::pi
