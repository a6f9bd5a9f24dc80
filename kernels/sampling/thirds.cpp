// SPDX-License-Identifier: Apache-2.0
// How many sample indices are multiples of three.
#include "contract/kernel.hpp"
#include "lanes/space.hpp"

namespace assay {
namespace {

std::uint64_t multiples(SampleRange range) {
  using Policy = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::uint64_t>>;
  std::uint64_t count = 0;
  Kokkos::parallel_reduce(
      "thirds", Policy(range.begin, range.end),
      KOKKOS_LAMBDA(std::uint64_t i, std::uint64_t & sum) { sum += i % 3 == 0; },
      count);
  return count;
}

// Set-up goes here, outside the timer; the closure is called once per repetition.
Repetition prepare(Work const& work) {
  return [range = work.range](Tally& mine) { mine[0] = multiples(range); };
}

RegisterKernel const registered{{.name = "thirds",
                                 .summary = "counts multiples of three",
                                 .stresses = "integer division",
                                 .check = "the count, exactly",
                                 .nominal_samples_per_second = 1e9,
                                 .tallies = {"multiples"},
                                 .prepare = prepare}};

}  // namespace
}  // namespace assay
