// SPDX-License-Identifier: Apache-2.0
// Reads of a table at indices that are known.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host_device.hpp"

namespace assay {

/// The sum of the entries at so many indices, modulo 2^64. Four sums take turns, as one
/// would let each read wait for the addition before it.
ASSAY_INLINE std::uint64_t sum_of_entries(std::uint64_t const* table,
                                          std::uint64_t const* indices,
                                          std::size_t count) {
  constexpr std::size_t sums = 4;
  std::uint64_t sum[sums] = {};
  std::size_t i = 0;
  for (; i + sums <= count; i += sums) {
    ASSAY_UNROLL
    for (std::size_t s = 0; s < sums; ++s) sum[s] += table[indices[i + s]];
  }
  for (; i < count; ++i) sum[0] += table[indices[i]];
  return sum[0] + sum[1] + sum[2] + sum[3];
}

}  // namespace assay
