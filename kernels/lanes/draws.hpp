// SPDX-License-Identifier: Apache-2.0
// The random words of a kernel: blocks of the generator, one by one or many at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ars.hpp"
#include "common/sample_range.hpp"
#include "lanes.hpp"
#include "philox.hpp"
#include "words.hpp"

namespace assay {

/// The random words of one counter (index, draw, stream).
template <class Generator = Philox<10>>
ASSAY_INLINE constexpr Words<std::uint32_t> draw_words(std::uint64_t index,
                                                       std::uint32_t draw,
                                                       std::uint32_t stream, Key key) {
  Words<std::uint32_t> x[] = {{static_cast<std::uint32_t>(index),
                               static_cast<std::uint32_t>(index >> 32U), draw, stream}};
  Generator::encrypt(x, key);
  return x[0];
}

/// Calls `visit(block, words)` for groups of consecutive blocks from `begin` on, as
/// long as a whole one lies before `end`, and returns the first block left over.
/// `words` is an array of `groups` Words of the Target. As many consecutive blocks as
/// `together` says follow each other in one lane of consecutive entries, the next as
/// many in the next lane: with 1, entry g holds the blocks from block + g lanes on.
/// With in_any_order words 2 and 3 of a block may stand for words 0 and 1 of another.
/// All blocks must have the same upper half of their index.
template <class Target, class Generator, std::size_t groups, std::size_t together = 1,
          class Visit>
ASSAY_INLINE std::uint64_t for_groups(std::uint64_t begin, std::uint64_t end,
                                      Draws draws, Visit const& visit) {
  constexpr std::uint64_t step = groups * Target::lanes;
  typename Generator::template Blocks<Target, groups, together> blocks(begin, draws);
  std::uint64_t const rest = end - (end - begin) % step;
  if (begin == rest) return rest;
  std::uint64_t block = begin;
  do {
    Words<typename Target::Word> w[groups];
    blocks.next(w);
    visit(block, w);
    block += step;
    // The lower halves tell blocks apart, and are one word to compare.
  } while (static_cast<std::uint32_t>(block) != static_cast<std::uint32_t>(rest));
  return rest;
}

/// Calls `visit(word)` for the words of these blocks.
template <class Word, std::size_t groups, class Visit>
ASSAY_INLINE void for_words_of(Words<Word> const (&blocks)[groups],
                               Visit const& visit) {
  ASSAY_UNROLL
  for (Words<Word> const& w : blocks) {
    visit(w.w0);
    visit(w.w1);
    visit(w.w2);
    visit(w.w3);
  }
}

/// Calls `visit(part)` for the parts of the blocks [begin, end) whose indices have the
/// same upper half.
template <class Visit>
ASSAY_INLINE void for_same_upper_half(std::uint64_t begin, std::uint64_t end,
                                      Visit const& visit) {
  while (begin < end) {
    std::uint64_t const last = begin | 0xffffffffU;
    std::uint64_t const next = last < end - 1 ? last + 1 : end;
    visit(SampleRange{begin, next});
    begin = next;
  }
}

/// Calls `visit(word)` for each sample of the range, where sample i has word i mod 4 of
/// block i div 4.
template <class Generator, class Visit>
ASSAY_INLINE void for_each_word(SampleRange range, Draws draws, Visit const& visit) {
  if (range.begin >= range.end) return;
  std::uint64_t const last = (range.end - 1) / 4;
  for (std::uint64_t block = range.begin / 4; block <= last; ++block) {
    auto const w = draw_words<Generator>(block, draws.draw, draws.stream, draws.key);
    std::uint32_t const words[4] = {w.w0, w.w1, w.w2, w.w3};
    for (std::uint64_t i = 0; i < 4; ++i) {
      std::uint64_t const sample = 4 * block + i;
      if (sample >= range.begin && sample < range.end) visit(words[i]);
    }
  }
}

/// The same in any order: most words by `many(words)`, as from for_groups, which may
/// hold them in vectors, the rest by `one(word)`.
template <class Target, class Generator, std::size_t groups, class Many, class One>
ASSAY_INLINE void for_all_words(SampleRange range, Draws draws, Many const& many,
                                One const& one) {
  std::uint64_t const first = range.begin / 4 + (range.begin % 4 == 0 ? 0 : 1);
  if (first >= range.end / 4) {
    for_each_word<Generator>(range, draws, one);
    return;
  }
  for_each_word<Generator>({range.begin, 4 * first}, draws, one);
  std::uint64_t const rest = for_groups<Target, Generator, groups, in_any_order>(
      first, range.end / 4, draws, [&](std::uint64_t, auto const& w) { many(w); });
  for_each_word<Generator>({4 * rest, range.end}, draws, one);
}

/// An integer in [0, bound) from a random word: the upper half of their product. Needs
/// 1 <= bound <= 2^32, of which only bound - 1 is sure to be a word.
template <class Word>
ASSAY_INLINE constexpr auto scaled(Word word, std::uint64_t bound) {
  auto const largest = static_cast<std::uint32_t>(bound - 1);
  return (product_of_words(word, largest) + wide(word)) >> 32U;
}

/// Calls `visit(indices, count)` with the scaled words of the samples of the range, in
/// any order, some at a time: a batch, `groups` vectors of blocks, is stored, and
/// visited when the next is drawn. `ask(index)` may ask before for what an index leads
/// to.
template <class Target, class Generator, std::size_t groups, class Ask, class Visit>
ASSAY_INLINE void for_stored_indices(SampleRange range, Draws draws,
                                     std::uint64_t bound, Ask const& ask,
                                     Visit const& visit) {
  constexpr std::size_t batch = 4 * groups * Target::lanes;
  std::uint64_t queue[2][batch];
  std::size_t turn = 0;
  std::size_t waiting = 0;
  for_all_words<Target, Generator, groups>(
      range, draws,
      [&](auto const& blocks) {
        std::uint64_t* const asked = queue[1 - turn];
        std::uint64_t* next = asked;
        for_words_of(blocks, [&](auto word) {
          store(next, scaled(word, bound));
          next += Target::lanes;
        });
        for (std::size_t i = 0; i < batch; ++i) ask(asked[i]);
        visit(queue[turn], waiting);
        turn = 1 - turn;
        waiting = batch;
      },
      [&](std::uint32_t word) {
        std::uint64_t const index = scaled(word, bound);
        visit(&index, 1);
      });
  visit(queue[turn], waiting);
}

/// A 64-bit hash of an index, by which sums of many entries become checksums that tell
/// the entries apart: the finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable
/// pseudorandom number generators, OOPSLA 2014) on the index plus one golden gamma.
ASSAY_INLINE constexpr std::uint64_t mixed(std::uint64_t index) {
  std::uint64_t z = index + 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

}  // namespace assay
