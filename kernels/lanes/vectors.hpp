// SPDX-License-Identifier: Apache-2.0
// The vectors of ASSAY_TARGET, ASSAY_VECTOR_BYTES wide: included by lanes.hpp where a
// body is compiled for them.
#pragma once

#if defined(ASSAY_TARGET)

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "lanes.hpp"

namespace assay {

/// 64-bit lanes. One that stands for a word has it in its lower half and anything above
/// it, so no operation packs or masks.
using Vector = std::uint64_t __attribute__((vector_size(ASSAY_VECTOR_BYTES)));
using RealVector = double __attribute__((vector_size(ASSAY_VECTOR_BYTES)));
/// What comparisons give: -1 or 0 in each lane.
using Mask = std::int64_t __attribute__((vector_size(ASSAY_VECTOR_BYTES)));

struct ASSAY_TARGET {
  using Word = Vector;
  using Wide = Vector;
  using Real = RealVector;
  static constexpr std::size_t lanes = ASSAY_VECTOR_BYTES / sizeof(std::uint64_t);
};

/// The 64-bit products of the lower halves. The compilers do not find the one
/// instruction that does it: GCC 12 multiplies all 64 bits, which takes three times as
/// long.
ASSAY_INLINE Vector product_of_words(Vector a, Vector b) {
#if ASSAY_VECTOR_BYTES == 64
  // With a mask of ones: GCC 12 warns of its own header in the plain form (bug 105593).
  return (Vector)_mm512_maskz_mul_epu32(0xff, (__m512i)a, (__m512i)b);
#elif ASSAY_VECTOR_BYTES == 32
  return (Vector)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
  return (Vector)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return (a & 0xffffffffU) * (b & 0xffffffffU);
#endif
}

ASSAY_INLINE Vector product_of_words(Vector words, std::uint32_t factor) {
  return product_of_words(words, Vector{} + factor);
}

ASSAY_INLINE Product<Vector> halves(Vector product) {
  return {product, product >> std::uint64_t{32}};
}
ASSAY_INLINE Product<Vector> multiply(Vector words, std::uint32_t factor) {
  return halves(product_of_words(words, factor));
}
ASSAY_INLINE Vector wide(Vector words) { return words & 0xffffffffU; }
ASSAY_INLINE Vector joined(Vector high, Vector low) {
#if ASSAY_VECTOR_BYTES == 64
  return (Vector)_mm512_mask_shuffle_epi32((__m512i)low, 0xaaaa, (__m512i)high,
                                           _MM_PERM_CCAA);
#elif ASSAY_VECTOR_BYTES == 32
  return (Vector)_mm256_blend_epi32((__m256i)low, (__m256i)(high << 32U), 0xaa);
#else
  return high << 32U | wide(low);
#endif
}
ASSAY_INLINE Vector square_of_word(Vector words) {
  return product_of_words(words, words);
}
ASSAY_INLINE Vector word_of(Vector wide) { return wide; }
ASSAY_INLINE Vector minus_less(Vector a, Vector b) {
  return (Vector)((Mask)a < (Mask)b);
}
ASSAY_INLINE void subtract_carry(Vector& total, Vector a, Vector b) {
#if ASSAY_VECTOR_BYTES == 64
  // Under the mask of the comparison: GCC 12 makes a vector of the mask first.
  __mmask8 const carries = _mm512_cmplt_epu64_mask((__m512i)(a + b), (__m512i)a);
  total = (Vector)_mm512_mask_add_epi64((__m512i)total, carries, (__m512i)total,
                                        _mm512_set1_epi64(-1));
#else
  // They have comparisons of signed numbers alone: with the first bit of both turned,
  // which the sum hands on, the order is that of unsigned ones.
  Vector const turned = a ^ (std::uint64_t{1} << 63U);
  total += minus_less(turned + b, turned);
#endif
}

ASSAY_INLINE Vector lanes_from(ASSAY_TARGET, std::uint64_t first) {
  Vector lanes{};
  for (std::size_t i = 0; i < ASSAY_TARGET::lanes; ++i) lanes[i] = first + i;
  return lanes;
}

ASSAY_INLINE std::uint64_t lane(Vector lanes, std::size_t i) { return lanes[i]; }
ASSAY_INLINE Vector load(ASSAY_TARGET, std::uint64_t const* at) {
  Vector lanes;
  memcpy(&lanes, at, sizeof lanes);
  return lanes;
}
ASSAY_INLINE void store(std::uint64_t* at, Vector lanes) {
  memcpy(at, &lanes, sizeof lanes);
}

#if ASSAY_VECTOR_BYTES == 32
/// For each mask of four lanes, the halves of those in it, one after the other.
struct PackedHalves {
  alignas(32) std::int32_t of[16][8] = {};

  constexpr PackedHalves() {
    for (int mask = 0; mask < 16; ++mask) {
      int next = 0;
      for (int half = 0; half < 8; ++half) {
        if ((mask >> half / 2 & 1) == 1) of[mask][next++] = half;
      }
    }
  }
};
constexpr PackedHalves packed_halves;
#endif

/// Stores the lanes where the mask is -1 one after the other. Behind them, as far as a
/// vector reaches, anything may be written.
ASSAY_INLINE void store_packed(std::uint64_t* at, Vector lanes, Vector mask) {
#if ASSAY_VECTOR_BYTES == 64
  __mmask8 const kept = _mm512_movepi64_mask((__m512i)mask);
  store(at, (Vector)_mm512_maskz_compress_epi64(kept, (__m512i)lanes));
#elif ASSAY_VECTOR_BYTES == 32
  auto const* const halves =
      (__m256i const*)packed_halves.of[_mm256_movemask_pd((__m256d)mask)];
  store(at, (Vector)_mm256_permutevar8x32_epi32((__m256i)lanes, *halves));
#else
  for (std::size_t i = 0; i < ASSAY_TARGET::lanes; ++i) {
    *at = lanes[i];
    at -= static_cast<std::int64_t>(mask[i]);
  }
#endif
}

ASSAY_INLINE std::uint64_t sum(Vector lanes) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < ASSAY_TARGET::lanes; ++i) total += lanes[i];
  return total;
}

ASSAY_INLINE std::size_t count(Vector mask) {
#if ASSAY_VECTOR_BYTES == 64
  return static_cast<std::size_t>(
      __builtin_popcount(_mm512_movepi64_mask((__m512i)mask)));
#elif ASSAY_VECTOR_BYTES == 32
  return static_cast<std::size_t>(
      __builtin_popcount(static_cast<unsigned>(_mm256_movemask_pd((__m256d)mask))));
#else
  return static_cast<std::size_t>(0 - sum(mask));
#endif
}

ASSAY_INLINE bool is_any(Vector lanes) {
#if ASSAY_VECTOR_BYTES == 64
  return _mm512_test_epi64_mask((__m512i)lanes, (__m512i)lanes) != 0;
#elif ASSAY_VECTOR_BYTES == 32
  return _mm256_testz_si256((__m256i)lanes, (__m256i)lanes) == 0;
#else
  return (lanes[0] | lanes[1]) != 0;
#endif
}

ASSAY_INLINE Vector bits_of(RealVector values) { return (Vector)values; }
ASSAY_INLINE RealVector from_bits(Vector bits) { return (RealVector)bits; }

/// Without a fused instruction lane by lane in the library: exact, and slow.
ASSAY_INLINE RealVector fused(RealVector x, RealVector y, RealVector z) {
#if ASSAY_VECTOR_BYTES == 64
  return (RealVector)_mm512_fmadd_pd((__m512d)x, (__m512d)y, (__m512d)z);
#elif ASSAY_VECTOR_BYTES == 32
  return (RealVector)_mm256_fmadd_pd((__m256d)x, (__m256d)y, (__m256d)z);
#else
  RealVector result{};
  for (std::size_t i = 0; i < ASSAY_TARGET::lanes; ++i) {
    result[i] = fused(x[i], y[i], z[i]);
  }
  return result;
#endif
}

ASSAY_INLINE RealVector square_root(RealVector x) {
#if ASSAY_VECTOR_BYTES == 64
  return (RealVector)_mm512_maskz_sqrt_pd(0xff, (__m512d)x);
#elif ASSAY_VECTOR_BYTES == 32
  return (RealVector)_mm256_sqrt_pd((__m256d)x);
#elif defined(__SSE2__)
  return (RealVector)_mm_sqrt_pd((__m128d)x);
#else
  RealVector result{};
  for (std::size_t i = 0; i < ASSAY_TARGET::lanes; ++i) result[i] = square_root(x[i]);
  return result;
#endif
}

/// Of each two lanes the first of both vectors, and the second of both.
ASSAY_INLINE Vector first_of_pairs(Vector a, Vector b) {
#if ASSAY_VECTOR_BYTES == 64
  return (Vector)_mm512_maskz_unpacklo_epi64(0xff, (__m512i)a, (__m512i)b);
#elif ASSAY_VECTOR_BYTES == 32
  return (Vector)_mm256_unpacklo_epi64((__m256i)a, (__m256i)b);
#else
  return Vector{a[0], b[0]};
#endif
}
ASSAY_INLINE Vector second_of_pairs(Vector a, Vector b) {
#if ASSAY_VECTOR_BYTES == 64
  return (Vector)_mm512_maskz_unpackhi_epi64(0xff, (__m512i)a, (__m512i)b);
#elif ASSAY_VECTOR_BYTES == 32
  return (Vector)_mm256_unpackhi_epi64((__m256i)a, (__m256i)b);
#else
  return Vector{a[1], b[1]};
#endif
}

/// Lanes 0 to n/2 - 1 of both in turn, and the others.
struct Interleaved {
  Vector low, high;
};
ASSAY_INLINE Interleaved interleaved(Vector first, Vector second) {
#if ASSAY_VECTOR_BYTES == 64
  __m512i const low = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
  __m512i const high = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
  return {(Vector)_mm512_permutex2var_epi64((__m512i)first, low, (__m512i)second),
          (Vector)_mm512_permutex2var_epi64((__m512i)first, high, (__m512i)second)};
#elif ASSAY_VECTOR_BYTES == 32
  auto const even = (__m256i)first_of_pairs(first, second);
  auto const odd = (__m256i)second_of_pairs(first, second);
  return {(Vector)_mm256_permute2x128_si256(even, odd, 0x20),
          (Vector)_mm256_permute2x128_si256(even, odd, 0x31)};
#else
  return {first_of_pairs(first, second), second_of_pairs(first, second)};
#endif
}

template <bool past_caches>
ASSAY_INLINE void store_aligned(std::uint64_t* at, Vector lanes) {
#if ASSAY_VECTOR_BYTES == 64
  if constexpr (past_caches) return _mm512_stream_si512((__m512i*)at, (__m512i)lanes);
#elif ASSAY_VECTOR_BYTES == 32
  if constexpr (past_caches) return _mm256_stream_si256((__m256i*)at, (__m256i)lanes);
#elif defined(__SSE2__)
  if constexpr (past_caches) return _mm_stream_si128((__m128i*)at, (__m128i)lanes);
#endif
  store(at, lanes);
}

template <bool past_caches>
ASSAY_INLINE void store_interleaved(std::uint64_t* at, Vector first, Vector second) {
  auto const pairs = interleaved(first, second);
  store_aligned<past_caches>(at, pairs.low);
  store_aligned<past_caches>(at + ASSAY_TARGET::lanes, pairs.high);
}
ASSAY_INLINE void finish_stores() {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}

ASSAY_INLINE Vector gathered(std::uint64_t const* table, Vector index) {
#if ASSAY_VECTOR_BYTES == 64
  return (Vector)_mm512_mask_i64gather_epi64(__m512i{}, 0xff, (__m512i)index, table, 8);
#else
  Vector entries{};
  for (std::size_t i = 0; i < ASSAY_TARGET::lanes; ++i) entries[i] = table[index[i]];
  return entries;
#endif
}

ASSAY_INLINE Vector choose(Mask mask, Vector yes, Vector no) { return mask ? yes : no; }
ASSAY_INLINE RealVector choose(Mask mask, RealVector yes, RealVector no) {
  return mask ? yes : no;
}

}  // namespace assay

#endif
