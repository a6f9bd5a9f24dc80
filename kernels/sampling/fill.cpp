// SPDX-License-Identifier: Apache-2.0
// Writes random numbers into an array, over and over.
//
// Sample i is 64 random bits: words 0 and 1 (i even) or 2 and 3 (i odd) of block
// i div 2, the first of them the lower half. It is written to entry i modulo the length
// of the array, so that what a rank writes where depends on its samples alone. Two sums
// modulo 2^64 tell the samples: `sum` of their values, and `sum_of_xor` of value xor i,
// which notices samples in each other's place. (An xor over all samples could not be
// summed over ranks, as tallies are.) One entry in each 4 KiB is read back at the end;
// `wrong` counts those that are not what was written last.
//
// Each rank has an array of its own. Strong scaling: the samples are shared, so more
// ranks write less each, into arrays of the same size; weak scaling: each writes as
// much. Each thread writes, and first touched, a fixed share of the array. Memory: the
// array. Ceiling: a STREAM-like write of the same array.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "chunks.hpp"
#include "draws.hpp"
#include "kernel.hpp"
#include "parameters.hpp"
#include "partition.hpp"
#include "space.hpp"

namespace assay {
namespace {

constexpr std::uint32_t stream = 4;
constexpr std::uint64_t pairs_per_page = 256;  // of 16 bytes

using Array = Kokkos::View<std::uint64_t*, Space>;

struct Pair {
  std::uint64_t first, second;
};

/// Samples 2 block and 2 block + 1.
KOKKOS_FORCEINLINE_FUNCTION Pair draw(std::uint64_t block, PhiloxKey key) {
  auto const w = draw_words(block, 0, stream, key);
  return {w.w0 | std::uint64_t{w.w1} << 32U, w.w2 | std::uint64_t{w.w3} << 32U};
}

/// Calls `visit(sample, value)` for those of the two samples of a block that the range
/// holds.
template <class Visit>
KOKKOS_FORCEINLINE_FUNCTION void for_pair(std::uint64_t block, SampleRange range,
                                          PhiloxKey key, Visit const& visit) {
  Pair const pair = draw(block, key);
  std::uint64_t const sample = 2 * block;
  if (sample >= range.begin && sample < range.end) visit(sample, pair.first);
  if (sample + 1 >= range.begin && sample + 1 < range.end) {
    visit(sample + 1, pair.second);
  }
}

/// All that a thread needs to write its share.
struct Filler {
  Array array;
  SampleRange range;
  PhiloxKey key;

  KOKKOS_INLINE_FUNCTION std::uint64_t pairs() const { return array.extent(0) / 2; }

  /// Writes every sample of the range whose entry lies within these pairs of entries,
  /// pass by pass through the share.
  KOKKOS_INLINE_FUNCTION void write(SampleRange share, Counts<3>& counts) const {
    std::uint64_t const last_block = (range.end - 1) / 2;
    std::uint64_t pass = range.begin / 2 / pairs();
    for (; pass <= last_block / pairs(); ++pass) {
      std::uint64_t const first = pass * pairs();
      std::uint64_t const from = first + share.begin;
      std::uint64_t const to = first + share.end;
      std::uint64_t block = from < range.begin / 2 ? range.begin / 2 : from;
      for (; block < to && block <= last_block; ++block) {
        std::uint64_t const p = block - first;
        for_pair(block, range, key, [&](std::uint64_t i, std::uint64_t value) {
          array(2 * p + (i & 1U)) = value;
          counts.at[0] += value;
          counts.at[1] += value ^ i;
        });
      }
    }
  }

  /// Whether a pair holds what was written to it last. The last block that has it: the
  /// one before would have been overwritten but at the odd ends of the range.
  KOKKOS_INLINE_FUNCTION std::uint64_t wrong(std::uint64_t pair) const {
    std::uint64_t const last_block = (range.end - 1) / 2;
    if (last_block < pair) return 0;
    std::uint64_t const block = last_block - (last_block - pair) % pairs();
    std::uint64_t count = 0;
    for_pair(block, range, key, [&](std::uint64_t i, std::uint64_t value) {
      count += array(2 * pair + (i & 1U)) != value ? 1 : 0;
    });
    return count;
  }

  KOKKOS_INLINE_FUNCTION void read_back(SampleRange share, Counts<3>& counts) const {
    for (std::uint64_t p = share.begin; p < share.end; p += pairs_per_page) {
      counts.at[2] += wrong(p);
    }
  }
};

/// Which pairs of entries part `part` of `parts` owns.
KOKKOS_INLINE_FUNCTION SampleRange share(std::uint64_t pairs, int part, int parts) {
  return share_of(pairs, part, parts);
}

/// One part for each thread, always on the same thread.
Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>> parts() {
  return {0, static_cast<std::size_t>(Space().concurrency())};
}

Array touched(std::uint64_t pairs) {
  Array array(Kokkos::view_alloc("fill", Kokkos::WithoutInitializing), 2 * pairs);
  int const threads = Space().concurrency();
  Kokkos::parallel_for(
      "touch", parts(), KOKKOS_LAMBDA(std::size_t part) {
        auto const mine = share(pairs, static_cast<int>(part), threads);
        for (std::uint64_t i = 2 * mine.begin; i < 2 * mine.end; ++i) array(i) = 0;
      });
  Kokkos::fence();
  return array;
}

void fill(Filler const& filler, Tally& mine) {
  Counts<3> counts;
  int const threads = Space().concurrency();
  if (filler.range.begin < filler.range.end) {
    Kokkos::parallel_reduce(
        "fill", parts(),
        KOKKOS_LAMBDA(std::size_t part, Counts<3> & sums) {
          auto const own = share(filler.pairs(), static_cast<int>(part), threads);
          filler.write(own, sums);
          filler.read_back(own, sums);
        },
        counts);
  }
  std::copy(std::begin(counts.at), std::end(counts.at), mine.begin());
}

Repetition prepare(Work const& work) {
  auto const pairs = integer(work.parameters, "array_bytes") / 16;
  return [filler = Filler{touched(pairs), work.range, philox_key(work.seed)}](
             Tally& mine) { fill(filler, mine); };
}

/// The entries that were not as written: 0, or an error.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t,
                                 ParameterValues const&) {
  return Estimate{.value = static_cast<double>(total[2])};
}

RegisterKernel const registered{
    {.name = "fill",
     .summary = "writes random numbers to memory",
     .stresses = "memory bandwidth",
     .check = "two checksums; entries read back (the estimate counts the wrong ones)",
     .nominal_samples_per_second = 2e8,
     .parameters = {{.name = "array_bytes",
                     .summary = "size of each rank's array, rounded down to 16 bytes",
                     .unit = "bytes",
                     .default_value = std::int64_t{1} << 26U,
                     .minimum = 16,
                     .maximum = 0x1p40}},
     .memory = {{.bytes = 1, .times = {"array_bytes"}}},
     .tallies = {"sum", "sum_of_xor", "wrong"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
