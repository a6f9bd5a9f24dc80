// SPDX-License-Identifier: Apache-2.0
// The bodies of lookup: sum the entries that a range of samples reads, for every
// target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/draws.hpp"
#include "lanes/entries.hpp"
#include "lanes/targets.hpp"

namespace assay::lookup {

constexpr std::uint32_t stream = 3;
constexpr std::uint64_t most_close_entries = 1U << 12U;  // 32 KiB: first-level caches
constexpr std::uint64_t most_near_entries = 1U << 18U;   // 2 MiB: second-level caches

ASSAY_INLINE constexpr Draws draws_of(Key key) {
  return {.draw = 0, .stream = stream, .key = key};
}

/// Of a range within a chunk, modulo 2^64, by gathers, for a table in a cache.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t gather(SampleRange range, std::uint64_t const* table,
                                    std::uint64_t entries, Key key) {
  typename Target::Wide many{};
  std::uint64_t few = 0;
  for_all_words<Target, Generator, 4>(
      range, draws_of(key),
      [&](auto const& blocks) {
        for_words_of(
            blocks, [&](auto word) { many += gathered(table, scaled(word, entries)); });
      },
      [&](std::uint32_t word) { few += table[scaled(word, entries)]; });
  return sum(many) + few;
}
ASSAY_EACH_GENERATOR(std::uint64_t, gather,
                     (SampleRange, std::uint64_t const*, std::uint64_t, Key))

/// By one read after the other, of indices that were stored.
template <class Target, class Generator, std::size_t groups, class Ask>
ASSAY_INLINE std::uint64_t read_stored(SampleRange range, std::uint64_t const* table,
                                       std::uint64_t entries, Key key, Ask const& ask) {
  std::uint64_t total = 0;
  for_stored_indices<Target, Generator, groups>(
      range, draws_of(key), entries, ask,
      [&](std::uint64_t const* indices, std::size_t count) {
        total += sum_of_entries(table, indices, count);
      });
  return total;
}

/// The same for a table of any size, by one read after the other. Of reads in memory
/// that do not ask for their cache lines before, few would be under way.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t read(SampleRange range, std::uint64_t const* table,
                                  std::uint64_t entries, Key key) {
  if constexpr (Target::lanes > 1) {
    auto const ask_nothing = [](std::uint64_t) {};
    if (entries <= most_close_entries)
      return read_stored<Target, Generator, 8>(range, table, entries, key, ask_nothing);
    if (entries <= most_near_entries)
      return read_stored<Target, Generator, 2>(range, table, entries, key, ask_nothing);
    return read_stored<Target, Generator, 2>(
        range, table, entries, key,
        [&](std::uint64_t index) { __builtin_prefetch(table + index); });
  } else {
    return gather<Target, Generator>(range, table, entries, key);
  }
}
ASSAY_EACH_GENERATOR(std::uint64_t, read,
                     (SampleRange, std::uint64_t const*, std::uint64_t, Key))

}  // namespace assay::lookup
