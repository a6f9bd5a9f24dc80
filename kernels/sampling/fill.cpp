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
// array. Ceilings: a STREAM-like write of the same array, and the random words alone,
// where one core draws them more slowly than it writes. With AVX-512 the loop has 264
// vector instructions for 512 bytes (written past the caches by 8 more), 220 of them of
// the generator: 17 products, 18 shifts, 19 sums modulo 2 and a step for 128 bytes. At
// two a cycle that is 3.9 bytes a cycle, and 4.7 without what tells the samples.
#include "fill.hpp"

#include <algorithm>
#include <cstdint>

#include "common/partition.hpp"
#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/space.hpp"

namespace assay {
namespace {

using Array = Kokkos::View<std::uint64_t*, Space>;

/// Which pairs of entries part `part` of `parts` owns.
KOKKOS_INLINE_FUNCTION SampleRange share(std::uint64_t pairs, std::size_t part,
                                         int parts) {
  return share_of(pairs, static_cast<int>(part), parts);
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
        auto const mine = share(pairs, part, threads);
        for (std::uint64_t i = 2 * mine.begin; i < 2 * mine.end; ++i) array(i) = 0;
      });
  Kokkos::fence();
  return array;
}

template <class Write, class ReadBack>
void fill_all(fill::Filling const& filling, Write write, ReadBack read_back,
              Tally& mine) {
  Counts<3> counts;
  int const threads = Space().concurrency();
  if (filling.range.begin < filling.range.end) {
    Kokkos::parallel_reduce(
        "fill", parts(),
        KOKKOS_LAMBDA(std::size_t part, Counts<3> & sums) {
          SampleRange const own = share(filling.pairs, part, threads);
          write(filling, own, sums);
          read_back(filling, own, sums);
        },
        counts);
  }
  std::copy(std::begin(counts.at), std::end(counts.at), mine.begin());
}

Repetition prepare(Work const& work) {
  auto const pairs = integer(work.parameters, "array_bytes") / 16;
  Generator const generator = generator_of(work.parameters);
  return
      [array = touched(pairs), pairs, range = work.range, key = key_of_seed(work.seed),
       write = ASSAY_DRAWING_BODY(fill::write, generator),
       read_back = ASSAY_DRAWING_BODY(fill::read_back, generator)](Tally& mine) {
        fill_all({array.data(), pairs, range, key}, write, read_back, mine);
      };
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
     .nominal_samples_per_second = 1e9,
     .parameters = {{.name = "array_bytes",
                     .summary = "size of each rank's array, rounded down to 16 bytes",
                     .unit = "bytes",
                     .default_value = std::int64_t{1} << 26U,
                     .minimum = 16,
                     .maximum = 0x1p40},
                    generator_parameter()},
     .memory = {{.bytes = 1, .times = {"array_bytes"}}},
     .tallies = {"sum", "sum_of_xor", "wrong"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
