// SPDX-License-Identifier: Apache-2.0
// The operations that kernels ask of a lane: here of one plain word or number, in
// vectors.hpp of vectors of them.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "host_device.hpp"
#include "targets.hpp"

namespace assay {

/// The two halves of a 64-bit product.
template <class Word>
struct Product {
  Word low, high;
};

ASSAY_INLINE constexpr Product<std::uint32_t> halves(std::uint64_t product) {
  return {static_cast<std::uint32_t>(product),
          static_cast<std::uint32_t>(product >> 32U)};
}

ASSAY_INLINE constexpr std::uint64_t product_of_words(std::uint32_t a,
                                                      std::uint32_t b) {
  return std::uint64_t{a} * b;
}

/// Low and high word of `factor` times the word in each lane: with `^`, all that the
/// generator asks of a lane.
ASSAY_INLINE constexpr Product<std::uint32_t> multiply(std::uint32_t word,
                                                       std::uint32_t factor) {
  return halves(std::uint64_t{word} * factor);
}

/// A word from the lower half of 64 bits.
ASSAY_INLINE constexpr std::uint32_t word_of(std::uint64_t wide) {
  return static_cast<std::uint32_t>(wide);
}

/// The word alone, in 64 bits.
ASSAY_INLINE constexpr std::uint64_t wide(std::uint32_t word) { return word; }

/// Two words as 64 bits.
ASSAY_INLINE constexpr std::uint64_t joined(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32U | low;
}

/// The square of the word in each lane, in 64 bits.
ASSAY_INLINE constexpr std::uint64_t square_of_word(std::uint32_t word) {
  return product_of_words(word, word);
}

/// All bits set where a < b as numbers in two's complement, which is -1; else 0.
ASSAY_INLINE constexpr std::uint64_t minus_less(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b) ? ~std::uint64_t{0}
                                                                     : 0;
}

/// Takes 1 off the total where a + b is 2^64 or more, modulo 2^64.
ASSAY_INLINE constexpr void subtract_carry(std::uint64_t& total, std::uint64_t a,
                                           std::uint64_t b) {
  total -= a + b < a ? 1 : 0;
}

/// `first`, `first` + 1, ... in the order of the lanes.
ASSAY_INLINE constexpr std::uint64_t lanes_from(Plain, std::uint64_t first) {
  return first;
}

ASSAY_INLINE std::uint64_t load(Plain, std::uint64_t const* at) { return *at; }
ASSAY_INLINE void store(std::uint64_t* at, std::uint64_t lanes) { *at = lanes; }
ASSAY_INLINE constexpr std::uint64_t lane(std::uint64_t lanes, std::size_t) {
  return lanes;
}

/// The sum of all lanes, modulo 2^64.
ASSAY_INLINE constexpr std::uint64_t sum(std::uint64_t lanes) { return lanes; }

/// How many lanes of a mask are -1.
ASSAY_INLINE constexpr std::size_t count(std::uint64_t mask) { return mask & 1U; }

/// Whether a lane is not 0.
ASSAY_INLINE constexpr bool is_any(std::uint64_t lanes) { return lanes != 0; }

ASSAY_INLINE std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
ASSAY_INLINE double from_bits(std::uint64_t bits) {
  double value = 0;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/// x y + z with one rounding. Where the processor has no such instruction, the library
/// computes the same, slowly.
ASSAY_INLINE double fused(double x, double y, double z) { return ::fma(x, y, z); }
ASSAY_INLINE double square_root(double x) { return ::sqrt(x); }

/// The first bytes of the lanes, as many as there are up to all; the others are 0.
template <class Target>
ASSAY_INLINE typename Target::Wide load_bytes(Target, std::uint8_t const* at,
                                              std::uint64_t bytes) {
  typename Target::Wide lanes{};
  if (bytes == sizeof lanes) {
    memcpy(&lanes, at, sizeof lanes);
  } else {
    memcpy(&lanes, at, bytes);
  }
  return lanes;
}
template <class Wide>
ASSAY_INLINE void store_bytes(std::uint8_t* at, Wide lanes, std::uint64_t bytes) {
  if (bytes == sizeof lanes) {
    memcpy(at, &lanes, sizeof lanes);
  } else {
    memcpy(at, &lanes, bytes);
  }
}
#if defined(__CUDACC__) || defined(__HIPCC__)
// A GPU has no unaligned accesses, and registers have no addresses.
ASSAY_INLINE std::uint64_t load_bytes(Plain, std::uint8_t const* at,
                                      std::uint64_t bytes) {
  std::uint64_t lanes = 0;
  auto const count = static_cast<unsigned>(bytes);
  ASSAY_UNROLL
  for (unsigned i = 0; i < 8; ++i) {
    if (i < count) lanes |= std::uint64_t{at[i]} << 8 * i;
  }
  return lanes;
}
ASSAY_INLINE void store_bytes(std::uint8_t* at, std::uint64_t lanes,
                              std::uint64_t bytes) {
  auto const count = static_cast<unsigned>(bytes);
  ASSAY_UNROLL
  for (unsigned i = 0; i < 8; ++i) {
    if (i < count) at[i] = static_cast<std::uint8_t>(lanes >> 8 * i);
  }
}
#endif

/// Stores first[0], second[0], first[1], ... in the order of the lanes. Past the caches
/// where there is a way; then `at` is aligned to a vector, and finish_stores() comes
/// before another thread reads.
template <bool past_caches>
ASSAY_INLINE void store_interleaved(std::uint64_t* at, std::uint64_t first,
                                    std::uint64_t second) {
  at[0] = first;
  at[1] = second;
}
#if !defined(ASSAY_TARGET)
ASSAY_INLINE void finish_stores() {}
#endif

/// The entries of a table at these indices.
ASSAY_INLINE std::uint64_t gathered(std::uint64_t const* table, std::uint64_t index) {
  return table[index];
}

/// `yes` where the condition holds, else `no`.
template <class Lane>
ASSAY_INLINE constexpr Lane choose(bool condition, Lane yes, Lane no) {
  return condition ? yes : no;
}

}  // namespace assay

#if defined(ASSAY_TARGET)
#include "vectors.hpp"
#endif
