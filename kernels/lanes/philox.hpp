// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, SC11) over any
// lane.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes.hpp"

namespace assay {

/// Four 32-bit words, each in a lane of its own. A lane may be wider than the word (or
/// hold many of them); what stands above the low 32 bits is meaningless.
template <class Word>
struct Words {
  Word w0, w1, w2, w3;
};

/// The two words of the key: those of the study's seed.
struct PhiloxKey {
  std::uint32_t k0, k1;
};

ASSAY_INLINE constexpr PhiloxKey philox_key(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
}

/// Multipliers of a round, and what is added to the key after one: the paper's table 2.
constexpr std::uint32_t philox_m0 = 0xD2511F53U;
constexpr std::uint32_t philox_m1 = 0xCD9E8D57U;
ASSAY_INLINE constexpr PhiloxKey philox_key_of_round(PhiloxKey key, int round) {
  auto const n = static_cast<std::uint32_t>(round);
  return {key.k0 + n * 0x9E3779B9U, key.k1 + n * 0xBB67AE85U};
}

/// The rounds [first, 10) over `groups` counters at once: chains that do not depend on
/// each other hide the latency of the multiplications.
template <int first, class Word, std::size_t groups>
ASSAY_INLINE constexpr void philox_rounds(Words<Word> (&x)[groups], PhiloxKey key) {
  ASSAY_UNROLL
  for (int round = first; round < 10; ++round) {
    PhiloxKey const k = philox_key_of_round(key, round);
    ASSAY_UNROLL
    for (Words<Word>& w : x) {
      auto const p0 = multiply(w.w0, philox_m0);
      auto const p1 = multiply(w.w2, philox_m1);
      w = {p1.high ^ w.w1 ^ k.k0, p1.low, p0.high ^ w.w3 ^ k.k1, p0.low};
    }
  }
}

/// The words of one counter.
template <class Word>
ASSAY_INLINE constexpr Words<Word> philox4x32_10(Words<Word> counter, PhiloxKey key) {
  Words<Word> x[] = {counter};
  philox_rounds<0>(x, key);
  return x[0];
}

}  // namespace assay
