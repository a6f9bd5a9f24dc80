// SPDX-License-Identifier: Apache-2.0
// Counts over a range of samples, in chunks that threads take as they become free.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/sample_range.hpp"
#include "counts.hpp"
#include "space.hpp"

namespace assay {

/// How many indices a chunk has: `chunk`, but on a device, whose threads are very many,
/// few enough that each of them gets one, if need be.
inline std::uint64_t chunk_on_space(SampleRange range, std::uint64_t chunk) {
  if (is_on_host) return chunk;
  auto const threads = static_cast<std::uint64_t>(Space().concurrency());
  while (chunk % 2 == 0 && (range.end - range.begin) / chunk < threads) chunk /= 2;
  return chunk;
}

/// The sum of `body(part, counts)` over parts of `range` that lie between multiples of
/// `most_of_a_chunk`, a power of two. `body` adds to its counts.
template <std::size_t n, class Body>
Counts<n> sum_over_chunks(char const* label, SampleRange range,
                          std::uint64_t most_of_a_chunk, Body const& body) {
  using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Dynamic>,
                                     Kokkos::IndexType<std::uint64_t>>;
  Counts<n> total;
  if (range.begin >= range.end) return total;
  std::uint64_t const chunk = chunk_on_space(range, most_of_a_chunk);
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
