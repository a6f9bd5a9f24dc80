// SPDX-License-Identifier: Apache-2.0
// Philox4x32 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, SC11) over any lane.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes.hpp"
#include "words.hpp"

namespace assay {

/// Multipliers of a round, and what is added to the key after one: the paper's table 2.
constexpr std::uint32_t philox_m0 = 0xD2511F53U;
constexpr std::uint32_t philox_m1 = 0xCD9E8D57U;
ASSAY_INLINE constexpr Key philox_key_of_round(Key key, int round) {
  auto const n = static_cast<std::uint32_t>(round);
  return {key.k0 + n * 0x9E3779B9U, key.k1 + n * 0xBB67AE85U};
}

/// The rounds [first, end) over `groups` counters at once: chains that do not depend on
/// each other hide the latency of the multiplications.
template <int first, int end, class Word, std::size_t groups>
ASSAY_INLINE constexpr void philox_rounds(Words<Word> (&x)[groups], Key key) {
  ASSAY_UNROLL
  for (int round = first; round < end; ++round) {
    Key const k = philox_key_of_round(key, round);
    ASSAY_UNROLL
    for (Words<Word>& w : x) {
      auto const p0 = multiply(w.w0, philox_m0);
      auto const p1 = multiply(w.w2, philox_m1);
      w = {p1.high ^ w.w1 ^ k.k0, p1.low, p0.high ^ w.w3 ^ k.k1, p0.low};
    }
  }
}

/// What the first two rounds have in common for all indices with the same upper half.
/// With p0 and p1 the products of the two multipliers, round 0 turns (low, high, draw,
/// stream) into (p1.high ^ high ^ k0, p1.low, p0.high ^ stream ^ k1, p0.low), where
/// only p0 depends on the lower half; so p0 of round 1 does not.
struct FirstRounds {
  std::uint32_t w0, w2, w3;  ///< of words 0, 2 and 3 after round 1
  std::uint32_t inner;       ///< of word 2 after round 0

  /// After two rounds, from p0 of round 0.
  template <class Word>
  ASSAY_INLINE constexpr Words<Word> words(Product<Word> p0) const {
    auto const p1 = multiply(p0.high ^ inner, philox_m1);
    return {p1.high ^ w0, p1.low, p0.low ^ w2, Word{} + w3};
  }
};

ASSAY_INLINE constexpr FirstRounds first_rounds(std::uint64_t index, Draws draws) {
  Key const k0 = draws.key;
  Key const k1 = philox_key_of_round(draws.key, 1);
  auto const p1 = multiply(draws.draw, philox_m1);
  auto const p0 =
      multiply(p1.high ^ static_cast<std::uint32_t>(index >> 32U) ^ k0.k0, philox_m0);
  return {.w0 = p1.low ^ k1.k0,
          .w2 = p0.high ^ k1.k1,
          .w3 = p0.low,
          .inner = draws.stream ^ k0.k1};
}

/// Philox4x32 of so many rounds, as the kernels draw from it (draws.hpp).
template <int rounds>
struct Philox {
  /// So many vectors that do not wait for each other, one round after the other, keep a
  /// processor busy, if its registers hold them (measured with pi; docs/speed.md).
  template <class Target>
  static constexpr std::size_t side_by_side = Target::lanes == 8 ? 8 : 4;

  /// Turns counters into their words.
  template <class Word, std::size_t groups>
  ASSAY_INLINE static constexpr void encrypt(Words<Word> (&x)[groups], Key key) {
    philox_rounds<0, rounds>(x, key);
  }

  /// Consecutive blocks with the same upper half of their index, some vectors a step.
  template <class Target, std::size_t groups, std::size_t together>
  class Blocks {
   public:
    ASSAY_INLINE Blocks(std::uint64_t begin, Draws draws)
        : first_(first_rounds(begin, draws)), key_(draws.key) {
      // Of consecutive indices, the products of round 0 are an arithmetic sequence.
      ASSAY_UNROLL
      for (std::size_t g = 0; g < groups; ++g) {
        products_[g] =
            lanes_from(Target{}, 0) * (blocks_between_lanes(together) * philox_m0) +
            ((begin & 0xffffffffU) + block_of_vector<Target>(g, together)) * philox_m0;
      }
    }

    ASSAY_INLINE void next(Words<typename Target::Word> (&w)[groups]) {
      constexpr std::uint64_t step = groups * Target::lanes;
      ASSAY_UNROLL
      for (std::size_t g = 0; g < groups; ++g) {
        w[g] = first_.words(halves(products_[g]));
        products_[g] += step * philox_m0;
      }
      philox_rounds<2, rounds>(w, key_);
    }

   private:
    FirstRounds first_;
    Key key_;
    typename Target::Wide products_[groups];
  };
};

}  // namespace assay
