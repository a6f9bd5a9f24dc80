// SPDX-License-Identifier: Apache-2.0
// Counts samples into bins by atomic increments.
//
// Sample i is word i mod 4 of block i div 4; its bin is the upper half of word times
// bins. There may be more bins than tallies can list, so the bins leave as `checksum`,
// the sum over bins of count times mixed(bin) modulo 2^64, which is the same however
// the samples are shared, and `total`, the sum of all counts.
//
// Each rank has its own bins, shared by its threads; they are read and emptied at the
// end of each repetition, which counts as work. Strong scaling: the samples are shared,
// but each rank reads all its bins; weak scaling: each rank does as much of both.
// Memory: the bins. Ceiling: the rate of atomic additions in a loop (few bins), of
// random accesses (many).
#include "histogram.hpp"

#include <cstdint>

#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

constexpr std::uint64_t samples_per_chunk = 65536;
constexpr std::uint64_t bins_per_chunk = 65536;

using Bins = Kokkos::View<std::uint64_t*, Space>;

/// Checksum and total; leaves the bins empty for the next repetition.
Counts<2> take(Bins const& bins) {
  return sum_over_chunks<2>(
      "histogram checksum", {0, bins.extent(0)}, bins_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<2> & counts) {
        for (std::uint64_t bin = part.begin; bin < part.end; ++bin) {
          counts.at[0] += bins(bin) * mixed(bin);
          counts.at[1] += bins(bin);
          bins(bin) = 0;
        }
      });
}

template <class Count>
void count_all(SampleRange range, Bins const& bins, Key key, Count count) {
  auto* const counters = bins.data();
  std::uint64_t const size = bins.extent(0);
  sum_over_chunks<1>(
      "histogram", range, samples_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<1>&) {
        count(part, counters, size, key);
      });
}

Repetition prepare(Work const& work) {
  return [bins = Bins("bins", integer(work.parameters, "bins")), range = work.range,
          key = key_of_seed(work.seed),
          count = ASSAY_DRAWING_BODY(histogram::count, generator_of(work.parameters))](
             Tally& mine) {
    count_all(range, bins, key, count);
    auto const counts = take(bins);
    mine[0] = counts.at[0];
    mine[1] = counts.at[1];
  };
}

/// Samples too many or too few in all bins: 0, or an error.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t samples,
                                 ParameterValues const&) {
  return Estimate{.value = static_cast<double>(total[1] - samples)};
}

RegisterKernel const registered{
    {.name = "histogram",
     .summary = "counts samples into bins",
     .stresses = "atomic updates, then cache and memory",
     .check = "a checksum of every bin; the sum of all (the estimate is its excess)",
     .nominal_samples_per_second = 1e8,
     .parameters = {{.name = "bins",
                     .summary = "counters of each rank, 8 bytes each",
                     .unit = "bins",
                     .default_value = std::int64_t{1024},
                     .minimum = 1,
                     .maximum = 0x1p32},
                    generator_parameter()},
     .memory = {{.bytes = 8, .times = {"bins"}}},
     .tallies = {"checksum", "total"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
