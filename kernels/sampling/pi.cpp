// SPDX-License-Identifier: Apache-2.0
// Area of the quarter disc by rejection: two 32-bit draws and one exact integer test a
// sample.
#include <cmath>
#include <cstdint>
#include <numbers>

#include "kernel.hpp"
#include "lanes.hpp"
#include "philox.hpp"
#include "space.hpp"

namespace assay {
namespace {

constexpr std::uint32_t stream = 0;
// One generator block is two samples. A chunk is what one Kokkos iteration computes:
// long enough that the compiler vectorises inside it and the scheduler costs nothing;
// being a power of two, aligned chunks never straddle a multiple of 2^32 blocks.
constexpr std::uint64_t blocks_per_chunk = 32768;

/// -1 if x^2 + y^2 < 2^64, where x and y are the words of the lanes: the sum of the
/// squares does not carry out of 64 bits. Else 0.
template <class Lane>
KOKKOS_FORCEINLINE_FUNCTION Lane minus_hit(Lane x, Lane y) {
  Lane const xx = square_of_word(x);
  return minus_at_least(xx + square_of_word(y), xx);
}

/// The counter of the blocks whose indices have these lower and upper halves.
template <class Lane>
KOKKOS_FORCEINLINE_FUNCTION Words<Lane> counter(Lane low, Lane high) {
  return {low, high, Lane{}, Lane{} + stream};
}

/// The four random words of one block.
Words<std::uint64_t> draw(std::uint64_t block, PhiloxKey key) {
  return philox4x32_10(counter(block, block >> 32U), key);
}

/// Minus the hits among both samples of each block.
template <class Lane>
KOKKOS_FORCEINLINE_FUNCTION Lane minus_hits(Words<Lane> const& w) {
  return minus_hit(w.w0, w.w1) + minus_hit(w.w2, w.w3);
}

/// Hits of the whole blocks [begin, end), all with the same upper half of the index.
std::uint64_t hits_in_chunk(std::uint64_t begin, std::uint64_t end, PhiloxKey key) {
  constexpr std::uint64_t step = vector_lanes;
  Vector const high = lanes(begin >> 32U);
  Vector low = lanes_from(begin);
  Vector hits{};
  std::uint64_t block = begin;
  for (; block + 4 * step <= end; block += 4 * step, low += 4 * step) {
    Words<Vector> w[] = {counter(low, high), counter(low + step, high),
                         counter(low + 2 * step, high), counter(low + 3 * step, high)};
    philox4x32_10(w, key);
    hits -= minus_hits(w[0]) + minus_hits(w[1]) + minus_hits(w[2]) + minus_hits(w[3]);
  }
  std::uint64_t total = sum(hits);
  for (; block < end; ++block) total -= minus_hits(draw(block, key));
  return total;
}

/// Hits of the whole blocks [begin, end), in chunks that threads take as they become
/// free.
std::uint64_t hits_in_blocks(std::uint64_t begin, std::uint64_t end, PhiloxKey key) {
  using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Dynamic>,
                                     Kokkos::IndexType<std::uint64_t>>;
  if (begin >= end) return 0;
  Policy policy(begin / blocks_per_chunk, (end - 1) / blocks_per_chunk + 1);
  std::uint64_t hits = 0;
  Kokkos::parallel_reduce(
      "pi", policy.set_chunk_size(1),
      KOKKOS_LAMBDA(std::uint64_t chunk, std::uint64_t & sum) {
        std::uint64_t const first = chunk * blocks_per_chunk;
        std::uint64_t const last = first + blocks_per_chunk;
        sum +=
            hits_in_chunk(first < begin ? begin : first, last > end ? end : last, key);
      },
      hits);
  return hits;
}

/// A range may begin or end in the middle of a block.
std::uint64_t hits_in(SampleRange range, PhiloxKey key) {
  if (range.begin >= range.end) return 0;
  std::uint64_t hits = 0;
  if (range.begin % 2 == 1) {
    auto const w = draw(range.begin / 2, key);
    hits -= minus_hit(w.w2, w.w3);
  }
  if (range.end % 2 == 1) {
    auto const w = draw(range.end / 2, key);
    hits -= minus_hit(w.w0, w.w1);
  }
  return hits + hits_in_blocks(range.begin / 2 + range.begin % 2, range.end / 2, key);
}

Repetition prepare(Work const& work) {
  return [range = work.range, key = philox_key(work.seed)](Tally& mine) {
    mine[0] = hits_in(range, key);
  };
}

/// Four times the fraction of hits, a binomial count with p = pi/4.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t samples,
                                 ParameterValues const&) {
  auto const n = static_cast<double>(samples);
  constexpr double p = std::numbers::pi / 4;
  return Estimate{.value = 4 * static_cast<double>(total[0]) / n,
                  .reference = std::numbers::pi,
                  .standard_error = 4 * std::sqrt(p * (1 - p) / n)};
}

RegisterKernel const registered{
    {.name = "pi",
     .summary = "area of the quarter disc by rejection",
     .stresses = "integer and vector instruction issue",
     .check = "hits bit for bit; pi within 5 standard errors",
     .nominal_samples_per_second = 1e9,
     .parameters = {},
     .memory = {},
     .tallies = {"hits"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
