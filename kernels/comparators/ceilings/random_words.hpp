// SPDX-License-Identifier: Apache-2.0
// The body of the random words: drawn as the kernels draw them, and folded by xor.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::random_words {

/// All words of the blocks [begin, end), which have the same upper half of their index,
/// in one number; blocks that fill no vector are left out.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t fold(std::uint64_t begin, std::uint64_t end, Key key) {
  constexpr std::size_t groups = Generator::template side_by_side<Target>;
  Draws const draws = {.draw = 0, .stream = 0, .key = key};
  typename Target::Wide folded{};
  for_groups<Target, Generator, groups>(begin, end, draws,
                                        [&](std::uint64_t, auto const& w) {
                                          for (auto const& x : w)
                                            folded ^= wide(x.w0 ^ x.w1 ^ x.w2 ^ x.w3);
                                        });
  return sum(folded);
}
ASSAY_EACH_GENERATOR(std::uint64_t, fold, (std::uint64_t, std::uint64_t, Key))

/// Writes all words of the same blocks, in order.
template <class Target, class Generator>
ASSAY_FUNCTION void write(std::uint64_t begin, std::uint64_t end, Draws const& draws,
                          std::uint32_t* at) {
  auto const put = [&](std::uint64_t block, std::size_t lanes, auto const& w) {
    for (std::size_t i = 0; i < lanes; ++i) {
      std::uint32_t* const first = at + 4 * (block + i - begin);
      first[0] = word_of(lane(wide(w.w0), i));
      first[1] = word_of(lane(wide(w.w1), i));
      first[2] = word_of(lane(wide(w.w2), i));
      first[3] = word_of(lane(wide(w.w3), i));
    }
  };
  std::uint64_t const rest = for_groups<Target, Generator, 2>(
      begin, end, draws, [&](std::uint64_t block, auto const& w) {
        put(block, Target::lanes, w[0]);
        put(block + Target::lanes, Target::lanes, w[1]);
      });
  for_groups<Plain, Generator, 1>(
      rest, end, draws,
      [&](std::uint64_t block, auto const& w) { put(block, 1, w[0]); });
}
ASSAY_EACH_GENERATOR(void, write,
                     (std::uint64_t, std::uint64_t, Draws const&, std::uint32_t*))
// For ARS there are published answers of ten rounds, none of five.
#if defined(ASSAY_OF_GENERATOR)
ASSAY_OF_GENERATOR(void, write, Ars<10>,
                   (std::uint64_t, std::uint64_t, Draws const&, std::uint32_t*))
#elif defined(ASSAY_TARGET) && defined(__AES__)
template void write<ASSAY_TARGET, Ars<10> >(std::uint64_t, std::uint64_t, Draws const&,
                                            std::uint32_t*);
#endif

}  // namespace assay::random_words
