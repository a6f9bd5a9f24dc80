// SPDX-License-Identifier: Apache-2.0
// The generator against the published known answers, and against Random123 itself.
#include "lanes/philox.hpp"

#include <gtest/gtest.h>

#include <array>

#include "lanes/draws.hpp"

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>
#endif

namespace assay {
namespace {

using Block = std::array<std::uint32_t, 4>;

struct KnownAnswer {
  Block counter;
  Key key;
  Block words;
};

// The lines for philox4x32-10 in Random123's tests/kat_vectors.
constexpr KnownAnswer known_answers[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{~0U, ~0U, ~0U, ~0U},
     {~0U, ~0U},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};

template <int rounds>
Block words_of(Block const& c, Key key) {
  Words<std::uint32_t> x[] = {{c[0], c[1], c[2], c[3]}};
  Philox<rounds>::encrypt(x, key);
  return {x[0].w0, x[0].w1, x[0].w2, x[0].w3};
}

TEST(Philox, GivesTheKnownAnswers) {
  for (auto const& known : known_answers) {
    EXPECT_EQ(words_of<10>(known.counter, known.key), known.words);
  }
}

// Where the upper half of the index, the draw and the stream count.
TEST(Philox, GivesTheSameWordsInGroups) {
  Key const key = {0xa4093822, 0x299f31d0};
  Draws const draws = {.draw = 0x13198a2e, .stream = 0x03707344, .key = key};
  constexpr std::uint64_t begin = (7ULL << 32U) - 13;
  std::uint64_t next = begin;
  std::uint64_t const rest = for_groups<Plain, Philox<10>, 3>(
      begin, begin + 11, draws, [&](std::uint64_t block, auto const& words) {
        EXPECT_EQ(block, next);
        for (auto const& w : words) {
          auto const wanted = draw_words(next++, draws.draw, draws.stream, key);
          EXPECT_EQ((Block{w.w0, w.w1, w.w2, w.w3}),
                    (Block{wanted.w0, wanted.w1, wanted.w2, wanted.w3}));
        }
      });
  EXPECT_EQ(next, begin + 9);
  EXPECT_EQ(rest, next);
}

TEST(Philox, SplitsTheSeedIntoTheTwoWordsOfTheKey) {
  Key const key = key_of_seed(0x0123456789abcdefU);
  EXPECT_EQ(key.k0, 0x89abcdefU);
  EXPECT_EQ(key.k1, 0x01234567U);
}

#if __has_include(<Random123/philox.h>)
TEST(Philox, EqualsRandom123) {
  r123::Philox4x32_R<10> const of_10;
  r123::Philox4x32_R<7> const of_7;
  std::uint32_t state = 1;
  auto const next = [&] { return state = state * 1664525U + 1013904223U; };
  for (int i = 0; i < 10'000; ++i) {
    Block const counter = {next(), next(), next(), next()};
    Key const key = {next(), next()};
    r123::Philox4x32::ctr_type const c = {
        {counter[0], counter[1], counter[2], counter[3]}};
    r123::Philox4x32::key_type const k = {{key.k0, key.k1}};
    auto const ten = of_10(c, k);
    auto const seven = of_7(c, k);
    EXPECT_EQ(words_of<10>(counter, key), (Block{ten[0], ten[1], ten[2], ten[3]}));
    EXPECT_EQ(words_of<7>(counter, key),
              (Block{seven[0], seven[1], seven[2], seven[3]}));
  }
}
#endif

}  // namespace
}  // namespace assay
