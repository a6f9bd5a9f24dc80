// SPDX-License-Identifier: Apache-2.0
// With a generator of our own: std::shuffle differs between libraries.
#include <numeric>
#include <utility>

#include "plan.hpp"
#include "split_mix.hpp"

namespace assay {
namespace {

/// Fisher and Yates.
std::vector<std::size_t> shuffled(std::size_t count, SplitMix64& next) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left) {
    // The bias of the remainder is below count / 2^64.
    std::swap(order[left - 1], order[static_cast<std::size_t>(next() % left)]);
  }
  return order;
}

/// A row of Williams' square: over `count` rows each number stands once at each place,
/// and once behind each other one (of an odd count with the rows reversed, twice).
std::vector<std::size_t> williams_row(std::size_t row, std::size_t count) {
  std::vector<std::size_t> numbers(count);
  for (std::size_t place = 0; place < count; ++place) {
    auto const zigzag = place % 2 == 1 ? (place + 1) / 2 : count - place / 2;
    numbers[row < count ? place : count - 1 - place] = (zigzag + row) % count;
  }
  return numbers;
}

}  // namespace

std::vector<std::size_t> block_order(std::uint64_t seed, int block, std::size_t count) {
  if (count == 0) return {};
  auto const rows = count % 2 == 0 ? count : 2 * count;
  auto const number = static_cast<std::size_t>(block - 1);
  SplitMix64 mix(seed);
  SplitMix64 next(mix() ^ static_cast<std::uint64_t>(number / rows));
  auto const points = shuffled(count, next);
  auto order = williams_row(shuffled(rows, next)[number % rows], count);
  for (auto& place : order) place = points[place];
  return order;
}

std::vector<std::size_t> block_order(std::uint64_t seed, int block, Plan const& plan) {
  if (plan.pairs.empty()) return block_order(seed, block, plan.points.size());
  std::vector<std::size_t> order;
  for (auto const place : block_order(seed, block, plan.pairs.size())) {
    auto [first, second] = plan.pairs[place];
    if ((place + static_cast<std::size_t>(block)) % 2 == 0) std::swap(first, second);
    order.insert(order.end(), {first, second});
  }
  return order;
}

}  // namespace assay
