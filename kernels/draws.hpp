// SPDX-License-Identifier: Apache-2.0
// The random words of a kernel: blocks of the generator, one sample or one word at a
// time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel.hpp"
#include "philox.hpp"

namespace assay {

/// The random words of one counter (index, draw, stream).
KOKKOS_FORCEINLINE_FUNCTION constexpr Words<std::uint32_t> draw_words(
    std::uint64_t index, std::uint32_t draw, std::uint32_t stream, PhiloxKey key) {
  return philox4x32_10(
      Words<std::uint32_t>{static_cast<std::uint32_t>(index),
                           static_cast<std::uint32_t>(index >> 32U), draw, stream},
      key);
}

/// Calls `visit(sample, word)` for each sample of the range, where sample i has word
/// i mod 4 of block i div 4.
template <class Visit>
KOKKOS_FORCEINLINE_FUNCTION void for_each_word(SampleRange range, std::uint32_t stream,
                                               PhiloxKey key, Visit const& visit) {
  if (range.begin >= range.end) return;
  std::uint64_t const last = (range.end - 1) / 4;
  for (std::uint64_t block = range.begin / 4; block <= last; ++block) {
    auto const w = draw_words(block, 0, stream, key);
    std::uint32_t const words[4] = {w.w0, w.w1, w.w2, w.w3};
    for (std::uint64_t i = 0; i < 4; ++i) {
      std::uint64_t const sample = 4 * block + i;
      if (sample >= range.begin && sample < range.end) visit(sample, words[i]);
    }
  }
}

/// An integer in [0, bound) from a random word: the upper half of their product. Needs
/// bound <= 2^32.
KOKKOS_FORCEINLINE_FUNCTION constexpr std::uint64_t scaled(std::uint32_t word,
                                                           std::uint64_t bound) {
  return word * bound >> 32U;
}

/// A 64-bit hash of an index, by which sums of many entries become checksums that tell
/// the entries apart: the finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable
/// pseudorandom number generators, OOPSLA 2014) on the index plus one golden gamma.
KOKKOS_FORCEINLINE_FUNCTION constexpr std::uint64_t mixed(std::uint64_t index) {
  std::uint64_t z = index + 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

}  // namespace assay
