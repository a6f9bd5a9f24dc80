// SPDX-License-Identifier: Apache-2.0
// Ceiling of option: its logarithms, roots, sines, cosines and exponentials alone.
#include "option_functions.hpp"

#include <cstdint>

#include "contract/comparator.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

constexpr std::uint64_t samples_per_chunk = 16384;

Repetition prepare(Work const& work) {
  return [samples = work.range.end - work.range.begin,
          evaluate = ASSAY_BODY(option_functions::evaluate)](Tally& mine) {
    auto const sums = sum_over_chunks<1>(
        "elementary functions", {0, samples}, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
          counts.at[0] += evaluate(part);
        });
    mine[0] = sums.at[0];
  };
}

RegisterComparator const registered{{.name = "functions",
                                     .kernel = "option",
                                     .summary = "its elementary functions alone",
                                     .role = Role::ceiling,
                                     .bound = "issue",
                                     .nominal_samples_per_second = 1e8,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
