// SPDX-License-Identifier: Apache-2.0
// Particle histories through a slab: some end at the first event, some after many.
//
// Sample i is a particle that enters at depth 0 along the normal. Event e draws the
// words of counter (i, e): 0 and 1 give the flight, -log u mean free paths; 2 the fate,
// absorbed if below the ratio times 2^32; 3 the cosine of an isotropic new direction.
// Depths are integers of 2^-40 mean free paths and each function is a fixed sequence of
// IEEE operations, so every decision is the same on every platform and for every split.
// With full absorption, exp(-thickness) of the particles pass.
//
// Strong scaling: the histories are shared; weak scaling: as many for each core.
// Threads take chunks as they become free, ranks get equal shares. Memory: none.
// Ceiling: the same events in histories of equal length.
#include "transport.hpp"

#include <cmath>
#include <cstdint>

#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

using transport::Slab;
using enum transport::Fate;

constexpr std::uint64_t histories_per_chunk = 4096;

Slab slab_of(ParameterValues const& parameters) {
  return {static_cast<std::int64_t>(
              reproducible_math::rounded(real(parameters, "thickness") * 0x1p40)),
          static_cast<std::uint64_t>(
              reproducible_math::rounded(real(parameters, "absorption") * 0x1p32))};
}

template <class Follow>
Counts<fates> follow_all(SampleRange range, Slab slab, Key key, Follow follow) {
  return sum_over_chunks<fates>(
      "transport", range, histories_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<fates> & sums) {
        follow(part, slab, key, sums);
      });
}

Repetition prepare(Work const& work) {
  return [range = work.range, slab = slab_of(work.parameters),
          key = key_of_seed(work.seed),
          follow = ASSAY_DRAWING_BODY(transport::transport,
                                      generator_of(work.parameters))](Tally& mine) {
    auto const counts = follow_all(range, slab, key, follow);
    mine.assign(std::begin(counts.at), std::end(counts.at));
  };
}

/// Of a pure absorber, the fraction that passes. Else only that no particle is lost, or
/// counted twice: their excess is 0, or an error.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t samples,
                                 ParameterValues const& parameters) {
  std::uint64_t const ended = total[absorbed] + total[transmitted] + total[reflected];
  if (ended != samples || slab_of(parameters).absorption < 1ULL << 32U) {
    return Estimate{.value = static_cast<double>(ended - samples)};
  }
  auto const n = static_cast<double>(samples);
  double const p = std::exp(-real(parameters, "thickness"));
  return Estimate{.value = static_cast<double>(total[transmitted]) / n,
                  .reference = p,
                  .standard_error = std::sqrt(p * (1 - p) / n)};
}

RegisterKernel const registered{
    {.name = "transport",
     .summary = "particle histories through a slab",
     .stresses = "balance of load, divergence of branches",
     .check = "fates bit for bit; exp(-thickness) where all is absorbed, else the sum",
     .nominal_samples_per_second = 5e7,
     .parameters = {{.name = "thickness",
                     .summary = "of the slab",
                     .unit = "mean free paths",
                     .default_value = 2.0,
                     .minimum = 0.01,
                     .maximum = 30},
                    {.name = "absorption",
                     .summary = "share of the events that absorb",
                     .unit = "",
                     .default_value = 0.2,
                     .minimum = 0,
                     .maximum = 1},
                    generator_parameter()},
     .memory = {},
     .tallies = {"absorbed", "transmitted", "reflected", "events"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
