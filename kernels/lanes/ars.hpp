// SPDX-License-Identifier: Apache-2.0
// ARS4x32 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, SC11): rounds of AES
// with a key that grows by constants, for targets whose translation unit has the
// instructions.
#pragma once

namespace assay {

template <int rounds>
struct Ars;

}  // namespace assay

#if defined(ASSAY_TARGET) && defined(__AES__)

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "lanes.hpp"
#include "words.hpp"

namespace assay {

/// One block of 128 bits; a vector of a target has as many as fit.
using AesBlock = std::uint64_t __attribute__((vector_size(16)));

/// A round of each block: the last one mixes no columns.
template <bool last>
ASSAY_INLINE AesBlock aes_round(AesBlock state, AesBlock key) {
  if constexpr (last) {
    return (AesBlock)_mm_aesenclast_si128((__m128i)state, (__m128i)key);
  } else {
    return (AesBlock)_mm_aesenc_si128((__m128i)state, (__m128i)key);
  }
}

#if ASSAY_VECTOR_BYTES == 64
template <bool last>
ASSAY_INLINE Vector aes_round(Vector state, Vector key) {
  if constexpr (last) {
    return (Vector)_mm512_aesenclast_epi128((__m512i)state, (__m512i)key);
  } else {
    return (Vector)_mm512_aesenc_epi128((__m512i)state, (__m512i)key);
  }
}
#elif ASSAY_VECTOR_BYTES == 32
/// Half by half: processors with AVX2 and AES have no more, but for some late ones.
template <bool last>
ASSAY_INLINE Vector aes_round(Vector state, Vector key) {
  auto const half = [&](int i) {
    return aes_round<last>(AesBlock{state[2 * i], state[2 * i + 1]},
                           AesBlock{key[2 * i], key[2 * i + 1]});
  };
  return (Vector)_mm256_set_m128i((__m128i)half(1), (__m128i)half(0));
}
#endif

/// The counters, or words, of a lane or a vector of lanes, block by block.
template <class Wide>
struct AesBlocks;
template <>
struct AesBlocks<std::uint64_t> {
  AesBlock at[1];
};
template <>
struct AesBlocks<Vector> {
  Vector at[2];  ///< of the even lanes, of the odd ones
};

ASSAY_INLINE AesBlocks<std::uint64_t> to_blocks(std::uint64_t low, std::uint64_t high) {
  return {{AesBlock{low, high}}};
}
ASSAY_INLINE AesBlocks<Vector> to_blocks(Vector low, Vector high) {
  return {{first_of_pairs(low, high), second_of_pairs(low, high)}};
}
ASSAY_INLINE Words<std::uint32_t> to_words(AesBlocks<std::uint64_t> const& blocks) {
  AesBlock const b = blocks.at[0];
  return {word_of(b[0]), word_of(b[0] >> 32U), word_of(b[1]), word_of(b[1] >> 32U)};
}
ASSAY_INLINE Words<Vector> to_words(AesBlocks<Vector> const& blocks) {
  Vector const low = first_of_pairs(blocks.at[0], blocks.at[1]);
  Vector const high = second_of_pairs(blocks.at[0], blocks.at[1]);
  return {low, low >> 32U, high, high >> 32U};
}

/// The same words with the pairs of each block in two lanes, without an instruction to
/// bring them into one.
ASSAY_INLINE Words<std::uint32_t> pairs_of_words(AesBlocks<std::uint64_t> const& x) {
  return to_words(x);
}
ASSAY_INLINE Words<Vector> pairs_of_words(AesBlocks<Vector> const& x) {
  return {x.at[0], x.at[0] >> 32U, x.at[1], x.at[1] >> 32U};
}

/// One block in each place of a vector. An instruction that the compilers do not find:
/// GCC 12 sets lane by lane, in each step of a loop.
ASSAY_INLINE void repeat(AesBlock block, AesBlock& vector) { vector = block; }
#if ASSAY_VECTOR_BYTES == 64
ASSAY_INLINE void repeat(AesBlock block, Vector& vector) {
  vector = (Vector)_mm512_maskz_broadcast_i64x2(0xff, (__m128i)block);
}
#elif ASSAY_VECTOR_BYTES == 32
ASSAY_INLINE void repeat(AesBlock block, Vector& vector) {
  vector = (Vector)_mm256_broadcastsi128_si256((__m128i)block);
}
#endif

/// The keys of all rounds, for the vectors of some lanes: each half of a key grows by a
/// constant of the paper, modulo 2^64.
template <int rounds, class Wide>
struct ArsKeys {
  using Blocks = std::remove_all_extents_t<decltype(AesBlocks<Wide>::at)>;
  Blocks of[rounds + 1];

  ASSAY_INLINE explicit ArsKeys(Key key) {
    AesBlock next = {joined(key.k1, key.k0), joined(key.k3, key.k2)};
    ASSAY_UNROLL
    for (Blocks& round : of) {
      repeat(next, round);
      next += AesBlock{0x9E3779B97F4A7C15U, 0xBB67AE8584CAA73BU};
    }
  }
};

/// All rounds over `groups` counters at once.
template <int rounds, class Wide, std::size_t groups>
ASSAY_INLINE void ars_rounds(AesBlocks<Wide> (&x)[groups],
                             ArsKeys<rounds, Wide> const& keys) {
  ASSAY_UNROLL
  for (int round = 0; round <= rounds; ++round) {
    ASSAY_UNROLL
    for (AesBlocks<Wide>& group : x) {
      ASSAY_UNROLL
      for (auto& blocks : group.at) {
        if (round == 0) {
          blocks ^= keys.of[0];
        } else if (round < rounds) {
          blocks = aes_round<false>(blocks, keys.of[round]);
        } else {
          blocks = aes_round<true>(blocks, keys.of[round]);
        }
      }
    }
  }
}

/// ARS4x32 of so many rounds, as the kernels draw from it (draws.hpp).
template <int rounds>
struct Ars {
  /// As in Philox; beside its rounds, which are few, there is other work to do.
  template <class Target>
  static constexpr std::size_t side_by_side = Target::lanes == 8 ? 2 : 4;

  /// Turns counters into their words.
  template <class Word, std::size_t groups>
  ASSAY_INLINE static void encrypt(Words<Word> (&x)[groups], Key key) {
    using Wide = decltype(wide(x[0].w0));
    ArsKeys<rounds, Wide> const keys(key);
    AesBlocks<Wide> blocks[groups];
    ASSAY_UNROLL
    for (std::size_t g = 0; g < groups; ++g) {
      blocks[g] = to_blocks(joined(x[g].w1, x[g].w0), joined(x[g].w3, x[g].w2));
    }
    ars_rounds(blocks, keys);
    ASSAY_UNROLL
    for (std::size_t g = 0; g < groups; ++g) x[g] = to_words(blocks[g]);
  }

  /// Consecutive blocks, some vectors a step.
  template <class Target, std::size_t groups, std::size_t together>
  class Blocks {
   public:
    ASSAY_INLINE Blocks(std::uint64_t begin, Draws draws) : keys_(draws.key) {
      repeat(AesBlock{groups * Target::lanes, 0}, step_);
      auto const high = Wide{} + joined(draws.stream, draws.draw);
      ASSAY_UNROLL
      for (std::size_t g = 0; g < groups; ++g) {
        Wide const index = lanes_from(Target{}, 0) * blocks_between_lanes(together) +
                           (begin + block_of_vector<Target>(g, together));
        counters_[g] = to_blocks(index, high);
      }
    }

    ASSAY_INLINE void next(Words<typename Target::Word> (&w)[groups]) {
      AesBlocks<Wide> x[groups];
      ASSAY_UNROLL
      for (std::size_t g = 0; g < groups; ++g) {
        x[g] = counters_[g];
        ASSAY_UNROLL
        for (auto& blocks : counters_[g].at) blocks += step_;
      }
      ars_rounds(x, keys_);
      ASSAY_UNROLL
      for (std::size_t g = 0; g < groups; ++g) {
        w[g] = together == in_any_order ? pairs_of_words(x[g]) : to_words(x[g]);
      }
    }

   private:
    using Wide = typename Target::Wide;
    ArsKeys<rounds, Wide> keys_;
    typename ArsKeys<rounds, Wide>::Blocks step_;
    AesBlocks<Wide> counters_[groups];
  };
};

}  // namespace assay

#endif
