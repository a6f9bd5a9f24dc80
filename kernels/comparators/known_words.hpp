// SPDX-License-Identifier: Apache-2.0
// Random words that cost next to nothing, for comparators that measure memory alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lanes/draws.hpp"

namespace assay {

/// So many words are one pass. They stay in the first cache; each pass combines them
/// with one more random word, so that a large table is met in other places.
constexpr std::size_t words_per_pass = 2048;

/// One pass and its beginning once more, for who looks ahead.
inline std::vector<std::uint64_t> known_words() {
  std::vector<std::uint64_t> words(words_per_pass + 64);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = mixed(i % words_per_pass) >> 32U;
  }
  return words;
}

/// What the pass that begins at this sample combines its words with, by xor.
ASSAY_INLINE std::uint64_t word_of_pass(std::uint64_t first) {
  return mixed(~first) >> 32U;
}

}  // namespace assay
