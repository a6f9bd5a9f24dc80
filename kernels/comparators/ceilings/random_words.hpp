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
template <class Target>
ASSAY_FUNCTION std::uint64_t fold(std::uint64_t begin, std::uint64_t end,
                                  PhiloxKey key) {
  constexpr std::size_t groups = 4;
  Draws const draws = {.draw = 0, .stream = 0, .key = key};
  typename Target::Wide folded{};
  for_groups<Target, groups>(begin, end, draws, [&](std::uint64_t, auto const& w) {
    for (auto const& x : w) folded ^= wide(x.w0 ^ x.w1 ^ x.w2 ^ x.w3);
  });
  return sum(folded);
}
ASSAY_EACH_TARGET(std::uint64_t, fold, (std::uint64_t, std::uint64_t, PhiloxKey))

}  // namespace assay::random_words
