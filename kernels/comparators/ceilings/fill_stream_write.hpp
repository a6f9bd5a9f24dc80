// SPDX-License-Identifier: Apache-2.0
// The body of a STREAM-like write: one number all over a part of an array.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/targets.hpp"
#include "sampling/fill.hpp"

namespace assay::stream_write {

template <class Target, bool past_caches>
ASSAY_INLINE void write_run(std::uint64_t* at, std::uint64_t* end,
                            std::uint64_t value) {
  constexpr std::ptrdiff_t step = 2 * Target::lanes;
  auto const is_aligned = [&] {
    return reinterpret_cast<std::uintptr_t>(at) % (8 * Target::lanes) == 0;
  };
  typename Target::Wide const values = typename Target::Wide{} + value;
  while (at != end && !is_aligned()) *at++ = value;
  for (; end - at >= step; at += step) {
    store_interleaved<past_caches>(at, values, values);
  }
  while (at != end) *at++ = value;
}

/// Writes [begin, end) of an array of so many entries; past the caches where the kernel
/// does so too.
template <class Target>
ASSAY_FUNCTION void write(std::uint64_t* begin, std::uint64_t* end,
                          std::uint64_t entries, std::uint64_t value) {
  if (entries > 2 * fill::most_cached_pairs) {
    write_run<Target, true>(begin, end, value);
  } else {
    write_run<Target, false>(begin, end, value);
  }
  finish_stores();
}
ASSAY_EACH_TARGET(void, write,
                  (std::uint64_t*, std::uint64_t*, std::uint64_t, std::uint64_t))

}  // namespace assay::stream_write
