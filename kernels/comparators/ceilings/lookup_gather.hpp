// SPDX-License-Identifier: Apache-2.0
// The bodies of independent reads at random places that are known early.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/sample_range.hpp"
#include "comparators/known_words.hpp"
#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::gather {

/// The sum of the entries that so many samples read; `range` begins with a pass.
template <class Target>
ASSAY_FUNCTION std::uint64_t read(SampleRange range, std::uint64_t const* words,
                                  std::uint64_t const* table, std::uint64_t entries) {
  typename Target::Wide many{};
  std::uint64_t few = 0;
  for (std::uint64_t first = range.begin; first < range.end; first += words_per_pass) {
    std::uint64_t const shift = word_of_pass(first);
    std::uint64_t const left = range.end - first;
    std::uint64_t const count = left < words_per_pass ? left : words_per_pass;
    std::uint64_t i = 0;
    for (; i + Target::lanes <= count; i += Target::lanes) {
      auto const word = load(Target{}, words + i) ^ shift;
      many += gathered(table, scaled(word_of(word), entries));
    }
    for (; i < count; ++i) few += table[(words[i] ^ shift) * entries >> 32U];
  }
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
  for (std::uint64_t first = range.begin; first < range.end; first += words_per_pass) {
    std::uint64_t const shift = word_of_pass(first);
    std::uint64_t const left = range.end - first;
    std::uint64_t const count = left < words_per_pass ? left : words_per_pass;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::uint64_t index = (words[i] ^ shift) * entries >> 32U;
      asm volatile("" : "+r"(index));  // no vector is made of them
      total += table[index];
    }
  }
  return total;
}
ASSAY_EACH_TARGET(std::uint64_t, read_singly,
                  (SampleRange, std::uint64_t const*, std::uint64_t const*,
                   std::uint64_t))

}  // namespace assay::gather
