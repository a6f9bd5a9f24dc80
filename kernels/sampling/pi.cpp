// SPDX-License-Identifier: Apache-2.0
// Area of the quarter disc by rejection: two 32-bit draws and one exact integer test a
// sample.
#include "pi.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "body.hpp"
#include "chunks.hpp"
#include "kernel.hpp"

namespace assay {
namespace {

// Aligned chunks of a power of two never straddle a multiple of 2^32 blocks.
constexpr std::uint64_t samples_per_chunk = 65536;

Repetition prepare(Work const& work) {
  return [range = work.range, key = philox_key(work.seed),
          hits = ASSAY_BODY(pi::hits)](Tally& mine) {
    auto const counts = sum_over_chunks<1>(
        "pi", range, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1> & sums) {
          sums.at[0] += hits(part, key);
        });
    mine[0] = counts.at[0];
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
