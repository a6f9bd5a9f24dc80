// SPDX-License-Identifier: Apache-2.0
// The body of lookup: sums the entries that a range of samples reads, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "draws.hpp"
#include "targets.hpp"

namespace assay::lookup {

constexpr std::uint32_t stream = 3;
constexpr std::uint64_t most_near_entries = 1U << 18U;  // 2 MiB, as second-level caches

/// Where the table is in a cache.
template <class Target>
ASSAY_INLINE std::uint64_t look_up_near(SampleRange range, std::uint64_t const* table,
                                        std::uint64_t entries, Draws draws) {
  typename Target::Wide many{};
  std::uint64_t few = 0;
  for_all_words<Target, 4>(
      range, draws,
      [&](auto const& blocks) {
        for_words_of(
            blocks, [&](auto word) { many += gathered(table, scaled(word, entries)); });
      },
      [&](std::uint32_t word) { few += table[scaled(word, entries)]; });
  return sum(many) + few;
}

/// Where it is in memory. The reads of one batch of samples wait, while the next is
/// drawn, for the cache lines that they asked for: as reads, few would be under way.
template <class Target>
ASSAY_INLINE std::uint64_t look_up_far(SampleRange range, std::uint64_t const* table,
                                       std::uint64_t entries, Draws draws) {
  constexpr std::size_t groups = 2;
  constexpr std::size_t batch = 4 * groups * Target::lanes;
  std::uint64_t queue[2][batch];
  std::size_t turn = 0;
  std::size_t waiting = 0;
  std::uint64_t total = 0;
  auto const read_waiting = [&] {
    for (std::size_t i = 0; i < waiting; ++i) total += table[queue[turn][i]];
  };
  for_all_words<Target, groups>(
      range, draws,
      [&](auto const& blocks) {
        std::uint64_t* const asked = queue[1 - turn];
        std::uint64_t* next = asked;
        for_words_of(blocks, [&](auto word) {
          store(next, scaled(word, entries));
          next += Target::lanes;
        });
        for (std::size_t i = 0; i < batch; ++i) __builtin_prefetch(table + asked[i]);
        read_waiting();
        turn = 1 - turn;
        waiting = batch;
      },
      [&](std::uint32_t word) { total += table[scaled(word, entries)]; });
  read_waiting();
  return total;
}

/// Of a range within a chunk, modulo 2^64.
template <class Target>
ASSAY_FUNCTION std::uint64_t look_up(SampleRange range, std::uint64_t const* table,
                                     std::uint64_t entries, PhiloxKey key) {
  Draws const draws = {.draw = 0, .stream = stream, .key = key};
  return Target::lanes == 1 || entries <= most_near_entries
             ? look_up_near<Target>(range, table, entries, draws)
             : look_up_far<Target>(range, table, entries, draws);
}
ASSAY_EACH_TARGET(std::uint64_t, look_up,
                  (SampleRange, std::uint64_t const*, std::uint64_t, PhiloxKey))

}  // namespace assay::lookup
