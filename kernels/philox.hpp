// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, SC11) over any
// lane.
#pragma once

#include <Kokkos_Macros.hpp>
#include <cstdint>

namespace assay {

/// Four 32-bit words, each in a lane of its own. A lane may be wider than the word (or
/// hold many of them); what stands above the low 32 bits is meaningless.
template <class Lane>
struct Words {
  Lane w0, w1, w2, w3;
};

/// The two halves of a 64-bit product.
template <class Lane>
struct Product {
  Lane low, high;
};

/// Low and high word of `factor` times the word in `lane`. A new lane type brings its
/// own overload, and `+` (with a 32-bit word) and `^`.
KOKKOS_INLINE_FUNCTION constexpr Product<std::uint32_t> multiply(std::uint32_t lane,
                                                                 std::uint32_t factor) {
  std::uint64_t const product = std::uint64_t{lane} * factor;
  return {static_cast<std::uint32_t>(product),
          static_cast<std::uint32_t>(product >> 32U)};
}

KOKKOS_INLINE_FUNCTION constexpr Product<std::uint64_t> multiply(std::uint64_t lane,
                                                                 std::uint32_t factor) {
  std::uint64_t const product = (lane & 0xffffffffU) * factor;
  return {product, product >> 32U};
}

/// The two words of the key: those of the study's seed.
struct PhiloxKey {
  std::uint32_t k0, k1;
};

KOKKOS_INLINE_FUNCTION constexpr PhiloxKey philox_key(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
}

/// Ten rounds. Multipliers and key increments are those of the paper's table 2.
template <class Lane>
KOKKOS_INLINE_FUNCTION constexpr Words<Lane> philox4x32_10(Words<Lane> x,
                                                           PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    auto const p0 = multiply(x.w0, 0xD2511F53U);
    auto const p1 = multiply(x.w2, 0xCD9E8D57U);
    x = {p1.high ^ x.w1 ^ key.k0, p1.low, p0.high ^ x.w3 ^ key.k1, p0.low};
    key.k0 += 0x9E3779B9U;
    key.k1 += 0xBB67AE85U;
  }
  return x;
}

}  // namespace assay
