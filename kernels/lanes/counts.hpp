// SPDX-License-Identifier: Apache-2.0
// Tallies under way in one thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host_device.hpp"

namespace assay {

template <std::size_t n>
struct Counts {
  std::uint64_t at[n] = {};

  ASSAY_INLINE Counts& operator+=(Counts const& other) {
    for (std::size_t i = 0; i < n; ++i) at[i] += other.at[i];
    return *this;
  }
  // Kokkos before 4 joins what threads counted through references to volatile.
  ASSAY_INLINE void operator+=(Counts const volatile& other) volatile {
    for (std::size_t i = 0; i < n; ++i) at[i] = at[i] + other.at[i];
  }
};

}  // namespace assay
