// SPDX-License-Identifier: Apache-2.0
// Counts over a range of samples, in chunks that threads take as they become free.
#pragma once

#include <cstddef>
#include <cstdint>

#include "counts.hpp"
#include "sample_range.hpp"
#include "space.hpp"

namespace assay {

/// The sum of `body(part, counts)` over parts of `range` that begin and end at
/// multiples of `chunk`, but for the two ends of the range. `body` adds to its counts.
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
        body({first < range.begin ? range.begin : first,
              range.end - first < chunk ? range.end : first + chunk},
             counts);
      },
      total);
  return total;
}

}  // namespace assay
