// SPDX-License-Identifier: Apache-2.0
// option against the maths library in long double, and its closed form.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel_fixture.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

constexpr double unit_of_payoff = 0x1p-24;

double value_of(Tally const& t) {
  return static_cast<double>(t[0]) + static_cast<double>(t[1]) * unit_of_payoff;
}

long double unit_by_the_book(std::uint32_t high, std::uint32_t low) {
  return (high + std::floor(low / 4096.0L) / 1048576.0L) / 4294967296.0L + 0x1p-53L;
}

/// The sum of the payoffs at the defaults but for strike and volatility, not rounded.
double by_the_book(std::uint64_t begin, std::uint64_t end, double strike,
                   double volatility) {
  long double sum = 0;
  for (std::uint64_t i = begin; i < end; ++i) {
    Block const w = block_by_the_book(i / 2, 0, 1, test_seed);
    long double const radius = std::sqrt(-2 * std::log(unit_by_the_book(w[0], w[1])));
    long double const angle =
        2 * std::numbers::pi_v<long double> * unit_by_the_book(w[2], w[3]);
    long double const z = radius * (i % 2 == 0 ? std::cos(angle) : std::sin(angle));
    long double const drift = 0.05L - volatility * volatility / 2;
    sum += std::max(0.0L, 100 * std::exp(drift + volatility * z) - strike);
  }
  return static_cast<double>(sum);
}

Tally priced(std::uint64_t begin, std::uint64_t end, double strike = 100,
             double volatility = 0.2) {
  return tallies("option", begin, end,
                 {{"strike", strike}, {"volatility", volatility}});
}

TEST(Option, EqualsTheReferenceButForRounding) {
  for (double const strike : {1.0, 100.0, 150.0}) {
    for (double const volatility : {0.05, 0.5}) {
      for (std::uint64_t const begin : {0ULL, 1ULL, 16'383ULL, (1ULL << 33U) - 3}) {
        for (std::uint64_t const length : {0U, 1U, 2U, 3U, 20'001U}) {
          // Half a unit a sample at most, and nothing where the option is worthless.
          EXPECT_NEAR(value_of(priced(begin, begin + length, strike, volatility)),
                      by_the_book(begin, begin + length, strike, volatility),
                      0.51 * unit_of_payoff * static_cast<double>(length))
              << begin << " + " << length << ": " << strike << " " << volatility;
        }
      }
    }
  }
}

TEST(Option, AddsUpOverEverySplit) {
  Tally const whole = priced(0, 50'003);
  for (std::uint64_t const cut : {1U, 2U, 16'385U, 50'002U}) {
    EXPECT_EQ(priced(0, cut) + priced(cut, 50'003), whole) << cut;
  }
}

TEST(Option, GivesTheGoldenSums) {
  EXPECT_EQ(priced(0, 2003), (Tally{22'301, 9'241'327'109}));
}

// 10.4506 is the textbook value at 100, 100, 5 %, 20 %, one year.
TEST(Option, EstimatesBlackAndScholes) {
  constexpr std::uint64_t samples = 400'003;
  auto const e = estimate_of("option", priced(0, samples), samples);
  EXPECT_NEAR(e->reference, 10.450583572185565, 1e-12);
  EXPECT_LT(std::abs(e->value - e->reference), 5 * e->standard_error);
}

// The spread of the samples themselves, against the closed form of the second moment.
TEST(Option, KnowsItsStandardError) {
  constexpr std::uint64_t samples = 4000;
  double sum = 0;
  double squares = 0;
  for (std::uint64_t i = 0; i < samples; ++i) {
    double const payoff = by_the_book(i, i + 1, 100, 0.2);
    sum += payoff;
    squares += payoff * payoff;
  }
  double const deviation = std::sqrt(squares / samples - sum / samples * sum / samples);
  auto const e = estimate_of("option", {0, 0}, samples);
  EXPECT_NEAR(e->standard_error / (std::exp(-0.05) * deviation / std::sqrt(samples)), 1,
              0.05);
}

}  // namespace
}  // namespace assay
