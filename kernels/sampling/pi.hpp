// SPDX-License-Identifier: Apache-2.0
// The bodies of pi: hits of a range of samples, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::pi {

constexpr std::uint32_t stream = 0;

/// Takes 1 off the total where x^2 + y^2 >= 2^64, a miss: where the sum of the squares
/// carries out of 64 bits. x and y are the words of the lanes.
template <class Wide, class Word>
ASSAY_INLINE void subtract_miss(Wide& total, Word x, Word y) {
  subtract_carry(total, square_of_word(x), square_of_word(y));
}

/// The same for both samples of each block.
template <class Wide, class Word>
ASSAY_INLINE void subtract_misses(Wide& total, Words<Word> const& w) {
  subtract_miss(total, w.w0, w.w1);
  subtract_miss(total, w.w2, w.w3);
}

/// Minus the misses of the whole blocks [begin, end), modulo 2^64.
template <class Target, class Generator>
ASSAY_INLINE std::uint64_t minus_misses_in_blocks(std::uint64_t begin,
                                                  std::uint64_t end, Key key) {
  constexpr std::size_t groups = Generator::template side_by_side<Target>;
  Draws const draws = {.draw = 0, .stream = stream, .key = key};
  typename Target::Wide many{};
  std::uint64_t const rest = for_groups<Target, Generator, groups, in_any_order>(
      begin, end, draws, [&](std::uint64_t, auto const& blocks) {
        ASSAY_UNROLL
        for (auto const& w : blocks) subtract_misses(many, w);
      });
  std::uint64_t few = 0;
  for_groups<Plain, Generator, 1>(rest, end, draws, [&](std::uint64_t, auto const& w) {
    subtract_misses(few, w[0]);
  });
  return sum(many) + few;
}

/// Hits of the samples of a range whose blocks have the same upper half of their index.
/// It may begin or end in the middle of a block.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t hits(SampleRange range, Key key) {
  std::uint64_t minus = 0;
  if (range.begin % 2 == 1) {
    auto const w = draw_words<Generator>(range.begin / 2, 0, stream, key);
    subtract_miss(minus, w.w2, w.w3);
  }
  if (range.end % 2 == 1) {
    auto const w = draw_words<Generator>(range.end / 2, 0, stream, key);
    subtract_miss(minus, w.w0, w.w1);
  }
  minus += minus_misses_in_blocks<Target, Generator>(range.begin / 2 + range.begin % 2,
                                                     range.end / 2, key);
  return range.end - range.begin + minus;
}
ASSAY_EACH_GENERATOR(std::uint64_t, hits, (SampleRange, Key))

/// The square of the radius, in units of 2^-106, below which a point of 53-bit
/// coordinates is surely a hit where the square was rounded twice, to 2^54 at most.
constexpr double surely_hit = 0x1p106 - 0x1p56;

/// A coordinate as an integer below 2^53: the high word and the upper 21 bits of the
/// low one. Each is put below the bits of a power of two, which is then taken off; all
/// of it is exact.
template <class Word>
ASSAY_INLINE auto coordinate_53(Word high, Word low) {
  auto const upper = from_bits(wide(high) | 0x4480000000000000U);        // 2^73
  auto const lower = from_bits(wide(low) >> 11U | 0x4330000000000000U);  // 2^52
  return upper - (0x1p73 + 0x1p52) + lower;
}

/// Whether x^2 + y^2 < 2^106 for the coordinates of these words.
ASSAY_INLINE bool is_hit_53(Words<std::uint32_t> const& w) {
  __extension__ using Integer = unsigned __int128;
  Integer const x = joined(w.w0, w.w1) >> 11U;
  Integer const y = joined(w.w2, w.w3) >> 11U;
  return (x * x + y * y) >> 106U == 0;
}

template <class Generator>
ASSAY_INLINE std::uint64_t exact_hits_53(std::uint64_t begin, std::uint64_t end,
                                         Key key) {
  std::uint64_t count = 0;
  for (std::uint64_t i = begin; i < end; ++i) {
    count += is_hit_53(draw_words<Generator>(i, 0, stream, key)) ? 1 : 0;
  }
  return count;
}

/// -1 in each lane, or 0.
template <class Wide>
struct Hits53 {
  Wide sure, possible;
};

/// The surely hit, and those that are not surely missed.
template <class Word>
ASSAY_INLINE auto hits_of_53(Words<Word> const& w, double sure) {
  auto const x = coordinate_53(w.w0, w.w1);
  auto const y = coordinate_53(w.w2, w.w3);
  auto const square = bits_of(fused(x, x, y * y));
  // Positive numbers are in the order of their bits.
  auto const low = decltype(square){} + bits_of(sure);
  auto const high = decltype(square){} + bits_of(0x1p107 - sure);
  return Hits53<decltype(low + low)>{minus_less(square, low), minus_less(square, high)};
}

/// Hits of the samples of a range with the same upper half of their index, where sample
/// i is the point (w0 w1, w2 w3) of block i, to 53 bits each. A group with a point
/// between `sure` and its mirror image beyond 2^106 is counted again in integers;
/// `sure` is surely_hit but in tests.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t hits_53(SampleRange range, Key key, double sure) {
  constexpr std::size_t groups = 4;
  typename Target::Wide minus{};
  std::uint64_t few = 0;
  std::uint64_t const rest = for_groups<Target, Generator, groups>(
      range.begin, range.end, {.draw = 0, .stream = stream, .key = key},
      [&](std::uint64_t first, auto const& blocks) {
        typename Target::Wide hits{};
        typename Target::Wide doubts{};
        ASSAY_UNROLL
        for (auto const& w : blocks) {
          auto const of = hits_of_53(w, sure);
          hits += of.sure;
          doubts |= of.sure ^ of.possible;
        }
        if (is_any(doubts)) {
          few += exact_hits_53<Generator>(first, first + groups * Target::lanes, key);
        } else {
          minus += hits;
        }
      });
  return few + exact_hits_53<Generator>(rest, range.end, key) - sum(minus);
}
ASSAY_EACH_GENERATOR(std::uint64_t, hits_53, (SampleRange, Key, double))

}  // namespace assay::pi
