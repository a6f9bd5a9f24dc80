// SPDX-License-Identifier: Apache-2.0
// pi with Random123 as its authors publish it, in a plain loop that the compiler may
// vectorise: the same generator, the same words, the same hits as the kernel.
#include <Random123/philox.h>

#include <cstdint>

#include "contract/comparator.hpp"

namespace assay {
namespace {

/// Whether x^2 + y^2 < 2^64.
std::uint64_t is_hit(std::uint32_t x, std::uint32_t y) {
  std::uint64_t const xx = std::uint64_t{x} * x;
  return xx + std::uint64_t{y} * y >= xx ? 1 : 0;
}

std::uint64_t hits(std::uint64_t blocks, std::uint64_t seed) {
  r123::Philox4x32 generate;
  r123::Philox4x32::key_type const key = {
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)}};
  std::uint64_t count = 0;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    r123::Philox4x32::ctr_type const counter = {
        {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32U), 0,
         0}};
    auto const w = generate(counter, key);
    count += is_hit(w[0], w[1]) + is_hit(w[2], w[3]);
  }
  return count;
}

Repetition prepare(Work const& work) {
  return [blocks = work.samples / 2, seed = work.seed](Tally& mine) {
    mine[0] = hits(blocks, seed);
  };
}

RegisterComparator const registered{
    {.name = "random123",
     .kernel = "pi",
     .summary = "Philox of Random123, vectorised by the compiler",
     .role = Role::rival,
     .nominal_samples_per_second = 4e8,
     .prepare = prepare}};

}  // namespace
}  // namespace assay
