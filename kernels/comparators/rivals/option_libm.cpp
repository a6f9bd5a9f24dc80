// SPDX-License-Identifier: Apache-2.0
// option one sample after the other, with the functions of the C maths library.
#include <cmath>
#include <cstdint>
#include <numbers>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "lanes/draws.hpp"

namespace assay {
namespace {

constexpr std::uint32_t stream = 1;
constexpr double units = 1U << 24U;  // a payoff counts in multiples of 2^-24

/// The open unit interval from two words.
double unit(std::uint32_t high, std::uint32_t low) {
  std::uint64_t const part = std::uint64_t{high} << 20U | low >> 12U;
  return static_cast<double>(2 * part + 1) * 0x1p-53;
}

struct Call {
  double spot, strike, deviation, drift;

  std::uint64_t payoff(double normal) const {
    double const gain = spot * std::exp(deviation * normal + drift) - strike;
    return gain > 0 ? static_cast<std::uint64_t>(std::llrint(gain * units)) : 0;
  }
};

Call call_of(ParameterValues const& values) {
  double const volatility = real(values, "volatility");
  double const years = real(values, "maturity_y");
  return {.spot = real(values, "spot"),
          .strike = real(values, "strike"),
          .deviation = volatility * std::sqrt(years),
          .drift = (real(values, "rate") - volatility * volatility / 2) * years};
}

/// Sum of the payoffs of two samples a block, in 2^-24.
std::uint64_t price(Call const& call, std::uint64_t blocks, Key key) {
  std::uint64_t sum = 0;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    auto const w = draw_words(block, 0, stream, key);
    double const radius = std::sqrt(-2 * std::log(unit(w.w0, w.w1)));
    double const angle = 2 * std::numbers::pi * unit(w.w2, w.w3);
    sum +=
        call.payoff(radius * std::cos(angle)) + call.payoff(radius * std::sin(angle));
  }
  return sum;
}

Repetition prepare(Work const& work) {
  return [call = call_of(work.parameters), blocks = work.samples / 2,
          key = key_of_seed(work.seed)](Tally& mine) {
    mine[0] = 0;
    mine[1] = price(call, blocks, key);
  };
}

RegisterComparator const registered{{.name = "libm",
                                     .kernel = "option",
                                     .summary = "scalar, with the C maths library",
                                     .role = Role::rival,
                                     .nominal_samples_per_second = 3e7,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
