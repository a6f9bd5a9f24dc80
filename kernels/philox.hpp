// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, SC11) over any
// lane.
#pragma once

#include <Kokkos_Macros.hpp>
#include <cstddef>
#include <cstdint>

#include "lanes.hpp"

namespace assay {

/// Four 32-bit words, each in a lane of its own. A lane may be wider than the word (or
/// hold many of them); what stands above the low 32 bits is meaningless.
template <class Lane>
struct Words {
  Lane w0, w1, w2, w3;
};

/// The two words of the key: those of the study's seed.
struct PhiloxKey {
  std::uint32_t k0, k1;
};

KOKKOS_FORCEINLINE_FUNCTION constexpr PhiloxKey philox_key(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
}

/// Ten rounds over `groups` counters at once: chains that do not depend on each other
/// hide the latency of the multiplications. Multipliers and key increments are those of
/// the paper's table 2.
template <class Lane, std::size_t groups>
KOKKOS_FORCEINLINE_FUNCTION constexpr void philox4x32_10(Words<Lane> (&x)[groups],
                                                         PhiloxKey key) {
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
#pragma GCC unroll 8
    for (Words<Lane>& w : x) {
      auto const p0 = multiply(w.w0, 0xD2511F53U);
      auto const p1 = multiply(w.w2, 0xCD9E8D57U);
      w = {p1.high ^ w.w1 ^ key.k0, p1.low, p0.high ^ w.w3 ^ key.k1, p0.low};
    }
    key.k0 += 0x9E3779B9U;
    key.k1 += 0xBB67AE85U;
  }
}

/// Of one counter.
template <class Lane>
KOKKOS_FORCEINLINE_FUNCTION constexpr Words<Lane> philox4x32_10(Words<Lane> counter,
                                                                PhiloxKey key) {
  Words<Lane> x[] = {counter};
  philox4x32_10(x, key);
  return x[0];
}

}  // namespace assay
