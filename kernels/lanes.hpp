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

/// Low and high word of `factor` times the word in each lane: with `^`, all that the
/// generator asks of a lane.
ASSAY_INLINE constexpr Product<std::uint32_t> multiply(std::uint32_t word,
                                                       std::uint32_t factor) {
  return halves(std::uint64_t{word} * factor);
}

/// The word alone, in 64 bits.
ASSAY_INLINE constexpr std::uint64_t wide(std::uint32_t word) { return word; }

/// Two words as 64 bits.
ASSAY_INLINE constexpr std::uint64_t joined(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32U | low;
}

/// The square of the word in each lane, in 64 bits.
ASSAY_INLINE constexpr std::uint64_t square_of_word(std::uint32_t word) {
  return std::uint64_t{word} * word;
}

/// All bits set where a >= b as unsigned 64-bit numbers, which is -1; else 0.
ASSAY_INLINE constexpr std::uint64_t minus_at_least(std::uint64_t a, std::uint64_t b) {
  return a >= b ? ~std::uint64_t{0} : 0;
}

/// `first`, `first` + 1, ... in the order of the lanes.
ASSAY_INLINE constexpr std::uint64_t lanes_from(Plain, std::uint64_t first) {
  return first;
}

/// The sum of all lanes, modulo 2^64.
ASSAY_INLINE constexpr std::uint64_t sum(std::uint64_t lanes) { return lanes; }

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

/// `yes` where the condition holds, else `no`.
template <class Lane>
ASSAY_INLINE constexpr Lane choose(bool condition, Lane yes, Lane no) {
  return condition ? yes : no;
}

}  // namespace assay

#if defined(ASSAY_TARGET)
#include "vectors.hpp"
#endif
