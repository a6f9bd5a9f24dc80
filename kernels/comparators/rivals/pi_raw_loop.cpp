// SPDX-License-Identifier: Apache-2.0
// pi without Kokkos: the same body over the same chunks, in a plain loop.
#include <algorithm>
#include <cstdint>

#include "contract/comparator.hpp"
#include "lanes/body.hpp"
#include "sampling/pi.hpp"

namespace assay {
namespace {

constexpr std::uint64_t samples_per_chunk = 65536;

Repetition prepare(Work const& work) {
  return [samples = work.samples, key = key_of_seed(work.seed),
          hits = ASSAY_DRAWING_BODY(pi::hits, generator_of(work.parameters))](
             Tally& mine) {
    mine[0] = 0;
    for (std::uint64_t i = 0; i < samples; i += samples_per_chunk) {
      mine[0] += hits({i, std::min(samples, i + samples_per_chunk)}, key);
    }
  };
}

RegisterComparator const registered{
    {.name = "raw-loop",
     .kernel = "pi",
     .summary = "the same body in a plain loop, without Kokkos",
     .role = Role::rival,
     .nominal_samples_per_second = 1e9,
     .prepare = prepare}};

}  // namespace
}  // namespace assay
