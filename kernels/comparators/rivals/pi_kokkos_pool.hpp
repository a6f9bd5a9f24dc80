// SPDX-License-Identifier: Apache-2.0
// pi with a pool of generators of Kokkos, as its examples use them: a state is taken
// for each chunk of samples.
#pragma once

#include <Kokkos_Random.hpp>
#include <cstdint>

#include "contract/comparator.hpp"
#include "lanes/chunks.hpp"

namespace assay {

template <class Pool>
Repetition prepare_with_pool(Work const& work) {
  constexpr std::uint64_t samples_per_chunk = 65536;
  return [samples = work.samples, pool = Pool(work.seed)](Tally& mine) {
    auto const hits = sum_over_chunks<1>(
        "pi, Kokkos pool", {0, samples}, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
          auto generator = pool.get_state();
          for (std::uint64_t i = part.begin; i < part.end; ++i) {
            double const x = generator.drand();
            double const y = generator.drand();
            counts.at[0] += x * x + y * y < 1.0 ? 1 : 0;
          }
          pool.free_state(generator);
        });
    mine[0] = hits.at[0];
  };
}

}  // namespace assay
