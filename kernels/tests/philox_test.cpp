// SPDX-License-Identifier: Apache-2.0
// The generator against the published known answers, and against Random123 itself.
#include "philox.hpp"

#include <gtest/gtest.h>

#include <array>

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>
#endif

namespace assay {
namespace {

using Block = std::array<std::uint32_t, 4>;

struct KnownAnswer {
  Block counter;
  PhiloxKey key;
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

template <class Lane>
Block words_of(Block const& counter, PhiloxKey key, Lane garbage) {
  Words<Lane> const w =
      philox4x32_10<Lane>({garbage ^ counter[0], garbage ^ counter[1],
                           garbage ^ counter[2], garbage ^ counter[3]},
                          key);
  auto const low = [](Lane lane) { return static_cast<std::uint32_t>(lane); };
  return {low(w.w0), low(w.w1), low(w.w2), low(w.w3)};
}

TEST(Philox, GivesTheKnownAnswersInPlainWords) {
  for (auto const& known : known_answers) {
    EXPECT_EQ(words_of<std::uint32_t>(known.counter, known.key, 0), known.words);
  }
}

TEST(Philox, IgnoresWhatStandsAboveTheWordOfAWideLane) {
  for (auto const& known : known_answers) {
    EXPECT_EQ(words_of<std::uint64_t>(known.counter, known.key, 0xdeadbeef00000000U),
              known.words);
  }
}

TEST(Philox, GivesTheKnownAnswersInEveryLaneOfEveryGroup) {
  for (auto const& known : known_answers) {
    Words<Vector> x[2];
    for (auto& w : x) {
      w = {lanes(known.counter[0]), lanes(known.counter[1]), lanes(known.counter[2]),
           lanes(known.counter[3])};
    }
    philox4x32_10(x, known.key);
    for (auto const& w : x) {
      for (std::size_t i = 0; i < vector_lanes; ++i) {
        Block const lane = {
            static_cast<std::uint32_t>(w.w0[i]), static_cast<std::uint32_t>(w.w1[i]),
            static_cast<std::uint32_t>(w.w2[i]), static_cast<std::uint32_t>(w.w3[i])};
        EXPECT_EQ(lane, known.words);
      }
    }
  }
}

TEST(Philox, SplitsTheSeedIntoTheTwoWordsOfTheKey) {
  PhiloxKey const key = philox_key(0x0123456789abcdefU);
  EXPECT_EQ(key.k0, 0x89abcdefU);
  EXPECT_EQ(key.k1, 0x01234567U);
}

#if __has_include(<Random123/philox.h>)
TEST(Philox, EqualsRandom123) {
  r123::Philox4x32 const reference;
  std::uint32_t state = 1;
  auto const next = [&] { return state = state * 1664525U + 1013904223U; };
  for (int i = 0; i < 10'000; ++i) {
    Block const counter = {next(), next(), next(), next()};
    PhiloxKey const key = {next(), next()};
    auto const words = reference({{counter[0], counter[1], counter[2], counter[3]}},
                                 {{key.k0, key.k1}});
    EXPECT_EQ(words_of<std::uint32_t>(counter, key, 0),
              (Block{words[0], words[1], words[2], words[3]}));
  }
}
#endif

}  // namespace
}  // namespace assay
