// SPDX-License-Identifier: Apache-2.0
// Area of the quarter disc by rejection: two draws and one exact integer test a sample.
//
// With coordinates of 32 bits, block b has samples 2 b, at the point (word 0, word 1),
// and 2 b + 1, at (word 2, word 3); with 53 bits sample b alone, at the upper bits of
// words 0 and 1, and of 2 and 3, the first of them the upper half. Words are fractions
// of 1, and a hit lies nearer to the origin than 1.
//
// Strong scaling: the samples are shared; weak scaling: as many for each core. Memory:
// none. Ceiling: the rate at which the processor issues such instructions.
#include "pi.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

// Aligned chunks of a power of two never straddle a multiple of 2^32 blocks.
constexpr std::uint64_t samples_per_chunk = 65536;

template <class Hits>
Counts<1> count_all(SampleRange range, Hits const& hits) {
  return sum_over_chunks<1>(
      "pi", range, samples_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<1> & sums) { sums.at[0] += hits(part); });
}

template <class Hits>
Repetition counting(SampleRange range, Hits const& hits) {
  return [range, hits](Tally& mine) { mine[0] = count_all(range, hits).at[0]; };
}

Repetition prepare_32(SampleRange range, Key key, Generator generator) {
  auto const hits = ASSAY_DRAWING_BODY(pi::hits, generator);
  return counting(
      range, KOKKOS_LAMBDA(SampleRange part) { return hits(part, key); });
}

Repetition prepare_53(SampleRange range, Key key, Generator generator) {
  auto const hits = ASSAY_DRAWING_BODY(pi::hits_53, generator);
  double const sure = pi::surely_hit;
  return counting(
      range, KOKKOS_LAMBDA(SampleRange part) { return hits(part, key, sure); });
}

Repetition prepare(Work const& work) {
  bool const is_fine = text(work.parameters, "coordinate_bits") == "53";
  return (is_fine ? prepare_53 : prepare_32)(work.range, key_of_seed(work.seed),
                                             generator_of(work.parameters));
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
     .parameters = {{.name = "coordinate_bits",
                     .summary = "resolution of a point; others often have 53",
                     .unit = "bits",
                     .default_value = "32",
                     .choices = {"32", "53"}},
                    generator_parameter()},
     .memory = {},
     .tallies = {"hits"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
