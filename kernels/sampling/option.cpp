// SPDX-License-Identifier: Apache-2.0
// Price of a European call by Box-Muller and geometric Brownian motion.
//
// Samples 2b and 2b + 1 share block b: its first two words give the radius, its last
// two the angle of two independent normal numbers, by cosine and by sine. Each payoff
// is rounded to a multiple of 2^-24, and the tallies sum whole and fractional units
// apart, so that neither overflows below 2^40 samples and the sum is the same for every
// split. Each function is a fixed sequence of IEEE operations, so it is the same on
// every platform too. The bounds of the parameters keep any payoff below 2^26.
//
// Strong scaling: the samples are shared; weak scaling: as many for each core. Memory:
// none. Ceiling: the measured rate of logarithm, exponential, sine and cosine.
#include <cmath>
#include <cstdint>
#include <numbers>

#include "chunks.hpp"
#include "draws.hpp"
#include "kernel.hpp"
#include "parameters.hpp"
#include "specified.hpp"

namespace assay {
namespace {

constexpr std::uint32_t stream = 1;
constexpr std::uint64_t samples_per_chunk = 16384;
constexpr std::uint32_t fraction_bits = 24;
constexpr double unit_of_payoff = 1.0 / (1U << fraction_bits);

/// What every sample has in common.
struct Call {
  double spot, strike, rate, maturity_y;
  double deviation;  ///< volatility times the root of the maturity
  double drift;      ///< of the logarithm of the price, risk-neutral
};

Call call_of(ParameterValues const& parameters) {
  double const volatility = real(parameters, "volatility");
  double const rate = real(parameters, "rate");
  double const maturity_y = real(parameters, "maturity_y");
  return {.spot = real(parameters, "spot"),
          .strike = real(parameters, "strike"),
          .rate = rate,
          .maturity_y = maturity_y,
          .deviation = volatility * std::sqrt(maturity_y),
          .drift = std::fma(-0.5 * volatility, volatility, rate) * maturity_y};
}

/// The payoff at this normal number, in units of 2^-24.
KOKKOS_FORCEINLINE_FUNCTION std::uint64_t payoff(Call const& call, double normal) {
  double const growth = specified::exp(std::fma(call.deviation, normal, call.drift));
  double const gain = std::fma(call.spot, growth, -call.strike);
  return gain > 0 ? static_cast<std::uint64_t>(
                        specified::rounded(gain * (1U << fraction_bits)))
                  : 0;
}

KOKKOS_FORCEINLINE_FUNCTION void add(Counts<2>& sums, std::uint64_t units) {
  sums.at[0] += units >> fraction_bits;
  sums.at[1] += units & ((1U << fraction_bits) - 1);
}

KOKKOS_INLINE_FUNCTION void price(SampleRange part, Call const& call, PhiloxKey key,
                                  Counts<2>& sums) {
  for (std::uint64_t block = part.begin / 2; block <= (part.end - 1) / 2; ++block) {
    auto const w = draw_words(block, 0, stream, key);
    double const radius = std::sqrt(-2 * specified::log(specified::unit(w.w0, w.w1)));
    auto const angle = specified::sine_cosine(specified::unit(w.w2, w.w3));
    if (2 * block >= part.begin) add(sums, payoff(call, radius * angle.cosine));
    if (2 * block + 1 < part.end) add(sums, payoff(call, radius * angle.sine));
  }
}

Repetition prepare(Work const& work) {
  return [range = work.range, call = call_of(work.parameters),
          key = philox_key(work.seed)](Tally& mine) {
    auto const sums = sum_over_chunks<2>(
        "option", range, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<2> & counts) {
          price(part, call, key, counts);
        });
    mine[0] = sums.at[0];
    mine[1] = sums.at[1];
  };
}

double normal_below(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

/// Black and Scholes, The pricing of options and corporate liabilities (1973); the
/// second moment of the payoff is that of the same lognormal above the strike.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t samples,
                                 ParameterValues const& parameters) {
  Call const call = call_of(parameters);
  auto const n = static_cast<double>(samples);
  double const discount = std::exp(-call.rate * call.maturity_y);
  double const forward = call.spot / discount;
  double const s = call.deviation;
  double const d1 = std::log(forward / call.strike) / s + s / 2;
  double const below_d1 = normal_below(d1);
  double const below_d2 = normal_below(d1 - s);
  double const mean = forward * below_d1 - call.strike * below_d2;
  double const second = forward * forward * std::exp(s * s) * normal_below(d1 + s) -
                        2 * call.strike * forward * below_d1 +
                        call.strike * call.strike * below_d2;
  double const sum =
      static_cast<double>(total[0]) + static_cast<double>(total[1]) * unit_of_payoff;
  return Estimate{.value = discount * sum / n,
                  .reference = discount * mean,
                  .standard_error = discount * std::sqrt((second - mean * mean) / n)};
}

RegisterKernel const registered{
    {.name = "option",
     .summary = "price of a European call by Monte Carlo",
     .stresses = "transcendental functions",
     .check = "fixed-point payoffs bit for bit; Black-Scholes within 5 standard errors",
     .nominal_samples_per_second = 3e7,
     .parameters = {{"spot", "price today", "currency", 100.0, 1, 5000, {}},
                    {"strike", "price agreed", "currency", 100.0, 1, 5000, {}},
                    {"rate", "of interest, continuous", "1/year", 0.05, 0, 0.2, {}},
                    {"volatility", "of the price", "1/sqrt(year)", 0.2, 0.05, 0.5, {}},
                    {"maturity_y", "time to the exercise", "years", 1.0, 0.1, 4, {}}},
     .memory = {},
     .tallies = {"payoff_whole", "payoff_fraction"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
