// SPDX-License-Identifier: Apache-2.0
// The body of lookup: sums the entries that a range of samples reads, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::lookup {

constexpr std::uint32_t stream = 3;
constexpr std::uint64_t most_near_entries = 1U << 18U;  // 2 MiB, as second-level caches

/// Where the table is in a cache.
template <class Target, class Generator>
ASSAY_INLINE std::uint64_t look_up_near(SampleRange range, std::uint64_t const* table,
                                        std::uint64_t entries, Draws draws) {
  typename Target::Wide many{};
  std::uint64_t few = 0;
  for_all_words<Target, Generator, 4>(
      range, draws,
      [&](auto const& blocks) {
        for_words_of(
            blocks, [&](auto word) { many += gathered(table, scaled(word, entries)); });
      },
      [&](std::uint32_t word) { few += table[scaled(word, entries)]; });
  return sum(many) + few;
}

/// Where it is in memory: of reads that do not ask for their cache lines before, few
/// would be under way.
template <class Target, class Generator>
ASSAY_INLINE std::uint64_t look_up_far(SampleRange range, std::uint64_t const* table,
                                       std::uint64_t entries, Draws draws) {
  std::uint64_t total = 0;
  for_far_indices<Target, Generator>(
      range, draws, entries,
      [&](std::uint64_t index) { __builtin_prefetch(table + index); },
      [&](std::uint64_t index) { total += table[index]; });
  return total;
}

/// Of a range within a chunk, modulo 2^64.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t look_up(SampleRange range, std::uint64_t const* table,
                                     std::uint64_t entries, Key key) {
  Draws const draws = {.draw = 0, .stream = stream, .key = key};
  if constexpr (Target::lanes > 1) {
    if (entries > most_near_entries)
      return look_up_far<Target, Generator>(range, table, entries, draws);
  }
  return look_up_near<Target, Generator>(range, table, entries, draws);
}
ASSAY_EACH_GENERATOR(std::uint64_t, look_up,
                     (SampleRange, std::uint64_t const*, std::uint64_t, Key))

}  // namespace assay::lookup
