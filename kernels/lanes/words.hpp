// SPDX-License-Identifier: Apache-2.0
// Counter, words and key of a generator that turns each counter into words of its own.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host_device.hpp"

namespace assay {

/// Four 32-bit words, each in a lane of its own. A lane may be wider than the word (or
/// hold many of them); what stands above the low 32 bits is meaningless.
template <class Word>
struct Words {
  Word w0, w1, w2, w3;
};

/// The words of a key. Philox has the first two, ARS all four.
struct Key {
  std::uint32_t k0 = 0, k1 = 0, k2 = 0, k3 = 0;
};

/// The study's seed in the first two words.
ASSAY_INLINE constexpr Key key_of_seed(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
}

/// Which blocks of a generator, but for the index, which is words 0 and 1 of the
/// counter: words 2 and 3, and the key.
struct Draws {
  std::uint32_t draw, stream;
  Key key;
};

/// For blocks `together` (below): their words are all alike, but that 0 and 1 are one
/// pair, and 2 and 3.
constexpr std::size_t in_any_order = 0;

/// How far the blocks of neighbouring lanes are apart.
ASSAY_INLINE constexpr std::uint64_t blocks_between_lanes(std::size_t together) {
  return together == in_any_order ? 1 : together;
}

/// Of the blocks that a step of some vectors computes, the one in the first lane of
/// vector `g`, where `together` consecutive ones follow each other in one lane of
/// consecutive vectors.
template <class Target>
ASSAY_INLINE constexpr std::uint64_t block_of_vector(std::size_t g,
                                                     std::size_t together) {
  std::size_t const apart = blocks_between_lanes(together);
  return g / apart * apart * Target::lanes + g % apart;
}

}  // namespace assay
