// SPDX-License-Identifier: Apache-2.0
// The bodies of independent reads at random places that are known early.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/sample_range.hpp"
#include "comparators/known_words.hpp"
#include "lanes/draws.hpp"
#include "lanes/entries.hpp"
#include "lanes/targets.hpp"

namespace assay::gather {

/// Of the known words: few, as in a cache that the table fills all others cost it
/// entries.
constexpr std::uint64_t pass = 256;
static_assert(words_per_pass % pass == 0);

/// Calls `visit(shift, count)` for each pass over the known words, of which it takes so
/// many, combined with `shift` by xor. `range` begins with a pass.
template <class Visit>
ASSAY_INLINE void for_passes(SampleRange range, Visit const& visit) {
  for (std::uint64_t first = range.begin; first < range.end; first += pass) {
    std::uint64_t const left = range.end - first;
    visit(word_of_pass(first), left < pass ? left : pass);
  }
}

/// The sum of the entries that so many samples read.
template <class Target>
ASSAY_FUNCTION std::uint64_t read(SampleRange range, std::uint64_t const* words,
                                  std::uint64_t const* table, std::uint64_t entries) {
  typename Target::Wide many{};
  std::uint64_t few = 0;
  for_passes(range, [&](std::uint64_t shift, std::uint64_t count) {
    std::uint64_t i = 0;
    for (; i + Target::lanes <= count; i += Target::lanes) {
      auto const word = load(Target{}, words + i) ^ shift;
      many += gathered(table, scaled(word_of(word), entries));
    }
    for (; i < count; ++i) few += table[(words[i] ^ shift) * entries >> 32U];
  });
  return sum(many) + few;
}
ASSAY_EACH_TARGET(std::uint64_t, read,
                  (SampleRange, std::uint64_t const*, std::uint64_t const*,
                   std::uint64_t))

/// The same, one entry after the other: some processors load faster than they gather.
template <class Target>
ASSAY_FUNCTION std::uint64_t read_singly(SampleRange range, std::uint64_t const* words,
                                         std::uint64_t const* table,
                                         std::uint64_t entries) {
  std::uint64_t total = 0;
  for_passes(range, [&](std::uint64_t shift, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      std::uint64_t index = (words[i] ^ shift) * entries >> 32U;
      asm volatile("" : "+r"(index));  // no vector is made of them
      total += table[index];
    }
  });
  return total;
}
ASSAY_EACH_TARGET(std::uint64_t, read_singly,
                  (SampleRange, std::uint64_t const*, std::uint64_t const*,
                   std::uint64_t))

/// The same of indices that were stored a batch before, when `ask(index)` was called.
template <class Target, class Ask>
ASSAY_INLINE std::uint64_t read_a_batch_later(SampleRange range,
                                              std::uint64_t const* words,
                                              std::uint64_t const* table,
                                              std::uint64_t entries, Ask const& ask) {
  constexpr std::uint64_t batch = 64;
  static_assert(pass % batch == 0 && batch % Target::lanes == 0);
  std::uint64_t queue[2][batch];
  std::uint64_t waiting = 0;
  std::uint64_t turn = 0;
  std::uint64_t total = 0;
  for_passes(range, [&](std::uint64_t shift, std::uint64_t count) {
    for (std::uint64_t first = 0; first < count; first += batch) {
      std::uint64_t* const asked = queue[1 - turn];
      for (std::uint64_t i = 0; i < batch; i += Target::lanes) {
        auto const word = load(Target{}, words + first + i) ^ shift;
        store(asked + i, scaled(word_of(word), entries));
      }
      for (std::uint64_t i = 0; i < batch; ++i) ask(asked[i]);
      total += sum_of_entries(table, queue[turn], waiting);
      turn = 1 - turn;
      waiting = count - first < batch ? count - first : batch;
    }
  });
  return total + sum_of_entries(table, queue[turn], waiting);
}

template <class Target>
ASSAY_FUNCTION std::uint64_t read_stored(SampleRange range, std::uint64_t const* words,
                                         std::uint64_t const* table,
                                         std::uint64_t entries) {
  return read_a_batch_later<Target>(range, words, table, entries, [](std::uint64_t) {});
}
ASSAY_EACH_TARGET(std::uint64_t, read_stored,
                  (SampleRange, std::uint64_t const*, std::uint64_t const*,
                   std::uint64_t))

/// For tables in memory: more reads are under way where their cache lines are asked
/// for.
template <class Target>
ASSAY_FUNCTION std::uint64_t read_asked(SampleRange range, std::uint64_t const* words,
                                        std::uint64_t const* table,
                                        std::uint64_t entries) {
  return read_a_batch_later<Target>(
      range, words, table, entries,
      [&](std::uint64_t index) { __builtin_prefetch(table + index); });
}
ASSAY_EACH_TARGET(std::uint64_t, read_asked,
                  (SampleRange, std::uint64_t const*, std::uint64_t const*,
                   std::uint64_t))

}  // namespace assay::gather
