// SPDX-License-Identifier: Apache-2.0
// The generator as its paper states it, sharing no code with the kernels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace assay {

using Block = std::array<std::uint32_t, 4>;

/// The words of counter (index low, index high, draw, stream).
inline Block block_by_the_book(std::uint64_t index, std::uint32_t draw,
                               std::uint32_t stream, std::uint64_t seed) {
  Block c = {std::uint32_t(index), std::uint32_t(index >> 32U), draw, stream};
  std::uint32_t k[2] = {std::uint32_t(seed), std::uint32_t(seed >> 32U)};
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const a = 0xD2511F53ULL * c[0];
    std::uint64_t const b = 0xCD9E8D57ULL * c[2];
    c = {std::uint32_t(b >> 32U) ^ c[1] ^ k[0], std::uint32_t(b),
         std::uint32_t(a >> 32U) ^ c[3] ^ k[1], std::uint32_t(a)};
    k[0] += 0x9E3779B9U;
    k[1] += 0xBB67AE85U;
  }
  return c;
}

/// Of sample i where four samples share a block.
inline std::uint32_t word_by_the_book(std::uint64_t sample, std::uint32_t stream,
                                      std::uint64_t seed) {
  return block_by_the_book(sample / 4, 0, stream, seed)[std::size_t(sample % 4)];
}

/// The finaliser of SplitMix64.
inline std::uint64_t mixed_by_the_book(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

}  // namespace assay
