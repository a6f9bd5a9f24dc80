// SPDX-License-Identifier: Apache-2.0
// Counts over a range of samples, in chunks that threads take as they become free.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel.hpp"
#include "space.hpp"

namespace assay {

/// Tallies under way in one thread.
template <std::size_t n>
struct Counts {
  std::uint64_t at[n] = {};

  KOKKOS_INLINE_FUNCTION Counts& operator+=(Counts const& other) {
    for (std::size_t i = 0; i < n; ++i) at[i] += other.at[i];
    return *this;
  }
  // Kokkos before 4 joins what threads counted through references to volatile.
  KOKKOS_INLINE_FUNCTION void operator+=(Counts const volatile& other) volatile {
    for (std::size_t i = 0; i < n; ++i) at[i] = at[i] + other.at[i];
  }
};

/// The sum of `body(part, counts)` over parts of `range` that begin and end at
/// multiples of `chunk`, but for the two ends of the range. `body` adds to its counts.
/// Needs a range that ends below 2^64 - chunk.
template <std::size_t n, class Body>
Counts<n> sum_over_chunks(char const* label, SampleRange range, std::uint64_t chunk,
                          Body const& body) {
  using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Dynamic>,
                                     Kokkos::IndexType<std::uint64_t>>;
  Counts<n> total;
  if (range.begin >= range.end) return total;
  Policy policy(range.begin / chunk, (range.end - 1) / chunk + 1);
  Kokkos::parallel_reduce(
      label, policy.set_chunk_size(1),
      KOKKOS_LAMBDA(std::uint64_t index, Counts<n> & counts) {
        std::uint64_t const first = index * chunk;
        std::uint64_t const last = first + chunk;
        body({first < range.begin ? range.begin : first,
              last > range.end ? range.end : last},
             counts);
      },
      total);
  return total;
}

}  // namespace assay
