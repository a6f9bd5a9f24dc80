// SPDX-License-Identifier: Apache-2.0
// Fisher-Yates with a generator of our own: std::shuffle differs between libraries.
#include <numeric>
#include <utility>

#include "plan.hpp"
#include "split_mix.hpp"

namespace assay {
std::vector<std::size_t> block_order(std::uint64_t seed, int block, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  SplitMix64 mix(seed);
  SplitMix64 next(mix() ^ static_cast<std::uint64_t>(block));
  for (std::size_t left = count; left > 1; --left) {
    // The bias of the remainder is below count / 2^64.
    std::swap(order[left - 1], order[static_cast<std::size_t>(next() % left)]);
  }
  return order;
}

}  // namespace assay
