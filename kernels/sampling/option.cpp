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
#include "option.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

using option::Call;

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

template <class Price>
Counts<2> price_all(SampleRange range, Call const& call, Key key, Price price) {
  return sum_over_chunks<2>(
      "option", range, option::samples_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<2> & counts) {
        price(part, call, key, counts);
      });
}

Repetition prepare(Work const& work) {
  return [range = work.range, call = call_of(work.parameters),
          key = key_of_seed(work.seed),
          price = ASSAY_DRAWING_BODY(option::price, generator_of(work.parameters))](
             Tally& mine) {
    auto const sums = price_all(range, call, key, price);
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
  double const sum = static_cast<double>(total[0]) +
                     static_cast<double>(total[1]) * option::unit_of_payoff;
  return Estimate{.value = discount * sum / n,
                  .reference = discount * mean,
                  .standard_error = discount * std::sqrt((second - mean * mean) / n)};
}

RegisterKernel const registered{
    {.name = "option",
     .summary = "price of a European call by Monte Carlo",
     .stresses = "transcendental functions",
     .check = "fixed-point payoffs bit for bit; Black-Scholes within 5 standard errors",
     .nominal_samples_per_second = 3e8,
     .parameters = {{"spot", "price today", "currency", 100.0, 1, 5000, {}},
                    {"strike", "price agreed", "currency", 100.0, 1, 5000, {}},
                    {"rate", "of interest, continuous", "1/year", 0.05, 0, 0.2, {}},
                    {"volatility", "of the price", "1/sqrt(year)", 0.2, 0.05, 0.5, {}},
                    {"maturity_y", "time to the exercise", "years", 1.0, 0.1, 4, {}},
                    generator_parameter()},
     .memory = {},
     .tallies = {"payoff_whole", "payoff_fraction"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
