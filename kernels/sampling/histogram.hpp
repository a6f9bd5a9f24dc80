// SPDX-License-Identifier: Apache-2.0
// The body of histogram: counts the samples of a range into bins, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::histogram {

constexpr std::uint32_t stream = 2;
constexpr std::uint64_t most_near_bins = 1U << 18U;  // 2 MiB, as second-level caches

ASSAY_INLINE void increment(std::uint64_t* counter) {
#if defined(__CUDA_ARCH__) || defined(__HIP_DEVICE_COMPILE__)
  atomicAdd(reinterpret_cast<unsigned long long*>(counter), 1ULL);
#else
  __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
#endif
}

/// Where the bins are in a cache. From the register each time: an index from memory
/// would wait for the atomic increment before it.
template <class Target, class Generator>
ASSAY_INLINE void count_near(SampleRange range, std::uint64_t* bins, std::uint64_t size,
                             Draws draws) {
  for_all_words<Target, Generator, 1>(
      range, draws,
      [&](auto const& blocks) {
        for_words_of(blocks, [&](auto word) {
          auto const indices = scaled(word, size);
          ASSAY_UNROLL
          for (std::size_t i = 0; i < Target::lanes; ++i) {
            increment(bins + lane(indices, i));
          }
        });
      },
      [&](std::uint32_t word) { increment(bins + scaled(word, size)); });
}

/// Where the bins are in memory: an atomic increment would stop the processor until its
/// cache line is there.
template <class Target, class Generator>
ASSAY_INLINE void count_far(SampleRange range, std::uint64_t* bins, std::uint64_t size,
                            Draws draws) {
  for_stored_indices<Target, Generator, 2>(
      range, draws, size,
      [&](std::uint64_t index) { __builtin_prefetch(bins + index, 1); },
      [&](std::uint64_t const* indices, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) increment(bins + indices[i]);
      });
}

/// Counts a range within a chunk.
template <class Target, class Generator>
ASSAY_FUNCTION void count(SampleRange range, std::uint64_t* bins, std::uint64_t size,
                          Key key) {
  Draws const draws = {.draw = 0, .stream = stream, .key = key};
  if constexpr (Target::lanes > 1) {
    if (size > most_near_bins)
      return count_far<Target, Generator>(range, bins, size, draws);
  }
  count_near<Target, Generator>(range, bins, size, draws);
}
ASSAY_EACH_GENERATOR(void, count, (SampleRange, std::uint64_t*, std::uint64_t, Key))

}  // namespace assay::histogram
