// SPDX-License-Identifier: Apache-2.0
// The lane types of the kernels: a plain word, a wide lane, and a vector of wide lanes.
#pragma once

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include <Kokkos_Macros.hpp>
#include <cstddef>
#include <cstdint>

namespace assay {

/// 64-bit lanes of the widest vector that this translation unit may use. Each holds a
/// word in its lower half and anything above it, so no operation packs or masks.
#if defined(__AVX512F__)
constexpr std::size_t vector_bytes = 64;
#elif defined(__AVX2__)
constexpr std::size_t vector_bytes = 32;
#else
constexpr std::size_t vector_bytes = 16;
#endif
using Vector = std::uint64_t __attribute__((vector_size(vector_bytes)));
constexpr std::size_t vector_lanes = vector_bytes / sizeof(std::uint64_t);

/// The 64-bit products of the lower halves. The compilers do not find the one
/// instruction that does it: GCC 12 multiplies all 64 bits, which takes three times as
/// long.
KOKKOS_FORCEINLINE_FUNCTION Vector product_of_words(Vector a, Vector b) {
#if defined(__AVX512F__)
  // With a mask of ones: GCC 12 warns of its own header in the plain form (bug 105593).
  return (Vector)_mm512_maskz_mul_epu32(0xff, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
  return (Vector)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
  return (Vector)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return (a & 0xffffffffU) * (b & 0xffffffffU);
#endif
}

/// The same 64-bit value in every lane.
KOKKOS_FORCEINLINE_FUNCTION Vector lanes(std::uint64_t value) {
  return Vector{} + value;
}

/// `first`, `first` + 1, ... in the order of the lanes.
KOKKOS_FORCEINLINE_FUNCTION Vector lanes_from(std::uint64_t first) {
  Vector lanes{};
  for (std::size_t i = 0; i < vector_lanes; ++i) lanes[i] = first + i;
  return lanes;
}

/// The sum of all lanes, modulo 2^64.
KOKKOS_FORCEINLINE_FUNCTION std::uint64_t sum(Vector lanes) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < vector_lanes; ++i) total += lanes[i];
  return total;
}

/// The two halves of a 64-bit product.
template <class Lane>
struct Product {
  Lane low, high;
};

/// Low and high word of `factor` times the word in each lane: with `^`, all that the
/// generator asks of a lane type.
KOKKOS_FORCEINLINE_FUNCTION constexpr Product<std::uint32_t> multiply(
    std::uint32_t lane, std::uint32_t factor) {
  std::uint64_t const product = std::uint64_t{lane} * factor;
  return {static_cast<std::uint32_t>(product),
          static_cast<std::uint32_t>(product >> 32U)};
}

KOKKOS_FORCEINLINE_FUNCTION constexpr Product<std::uint64_t> multiply(
    std::uint64_t lane, std::uint32_t factor) {
  std::uint64_t const product = (lane & 0xffffffffU) * factor;
  return {product, product >> 32U};
}
KOKKOS_FORCEINLINE_FUNCTION Product<Vector> multiply(Vector lane,
                                                     std::uint32_t factor) {
  Vector const product = product_of_words(lane, lanes(factor));
  return {product, product >> std::uint64_t{32}};
}

/// The square of the word in each lane, in 64 bits.
KOKKOS_FORCEINLINE_FUNCTION std::uint64_t square_of_word(std::uint64_t lane) {
  return (lane & 0xffffffffU) * (lane & 0xffffffffU);
}
KOKKOS_FORCEINLINE_FUNCTION Vector square_of_word(Vector lane) {
  return product_of_words(lane, lane);
}

/// All bits set where a >= b as unsigned 64-bit numbers, which is -1; else 0.
KOKKOS_FORCEINLINE_FUNCTION std::uint64_t minus_at_least(std::uint64_t a,
                                                         std::uint64_t b) {
  return a >= b ? ~std::uint64_t{0} : 0;
}
KOKKOS_FORCEINLINE_FUNCTION Vector minus_at_least(Vector a, Vector b) {
  return (Vector)(a >= b);
}

}  // namespace assay
