// SPDX-License-Identifier: Apache-2.0
// Fisher-Yates with a generator of our own: std::shuffle differs between libraries.
#include <numeric>
#include <utility>

#include "plan.hpp"

namespace assay {
namespace {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014); its quality is ample for an order.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t state) : state_(state) {}

  std::uint64_t operator()() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

}  // namespace

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
