// SPDX-License-Identifier: Apache-2.0
// Errors of estimates over seeds and decades: as large as their standard error says, no
// larger and no smaller, and falling with the root of the samples.
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <vector>

#include "kernel_fixture.hpp"
#include "lanes/instruction_set.hpp"

namespace assay {
namespace {

constexpr int seeds = 20;
constexpr int decades = 5;

/// The square of the error in standard errors, for `samples` from `begin` on.
double square_of_score(std::string const& name, SampleRange range, std::uint64_t seed,
                       ParameterValues const& given) {
  SolePeer peers;
  Kernel const& kernel = kernel_named(name);
  Work const work = {.range = range,
                     .samples = range.end - range.begin,
                     .seed = seed,
                     .parameters = complete_parameters(kernel, given),
                     .peers = &peers};
  Tally total(kernel.tallies.size());
  kernel.prepare(work)(total);
  Estimate const e = kernel.estimate(total, work.samples, work.parameters).value();
  return std::pow((e.value - e.reference) / e.standard_error, 2);
}

/// By decade, the sum over seeds: chi-square with as many degrees as seeds. No two have
/// a sample in common.
std::vector<double> chi_squares(std::string const& name, std::uint64_t least_samples,
                                ParameterValues const& given) {
  std::vector<double> sums;
  std::uint64_t begin = 0;
  std::uint64_t samples = least_samples;
  for (int decade = 0; decade < decades; ++decade, samples *= 10) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      sum += square_of_score(name, {begin, begin + samples}, seed, given);
    }
    sums.push_back(sum);
    begin += samples;
  }
  return sums;
}

/// A chi-square as a standard normal number (Wilson and Hilferty, 1931).
double score(double chi_square, double degrees) {
  double const ninth = 2 / (9 * degrees);
  return (std::cbrt(chi_square / degrees) - 1 + ninth) / std::sqrt(ninth);
}

/// The slope of log error against log samples: that of the root, -1/2, and half of that
/// of chi-square, which has none.
double slope(std::vector<double> const& sums) {
  double numerator = 0;
  double denominator = 0;
  for (int i = 0; i < decades; ++i) {
    double const x = i - (decades - 1) / 2.0;
    numerator += x * std::log10(sums[static_cast<std::size_t>(i)]) / 2;
    denominator += x * x;
  }
  return -0.5 + numerator / denominator;
}

struct Case {
  char const* kernel;
  std::uint64_t least_samples;
  ParameterValues parameters;
};

void PrintTo(Case const& one, std::ostream* out) { *out << one.kernel; }

ParameterValues const by_philox_7 = {{"generator", "philox4x32-7"}};
ParameterValues const by_ars = {{"generator", "ars-5"}};

class Errors : public testing::TestWithParam<Case> {};

// 3.7 standard deviations on both sides: one correct generator in 5000 fails. The slope
// of five decades of 20 seeds has a standard error of 0.022.
TEST_P(Errors, AreAsLargeAsTheStandardErrorSaysAndFallWithTheRootOfTheSamples) {
  auto const& [kernel, least, parameters] = GetParam();
  if (parameters == by_ars && !available_aes().narrow) {
    GTEST_SKIP() << "this CPU has no AES instructions";
  }
  std::vector<double> const sums = chi_squares(kernel, least, parameters);
  double total = 0;
  for (double const sum : sums) {
    EXPECT_LT(std::abs(score(sum, seeds)), 3.7) << sum;
    total += sum;
  }
  EXPECT_LT(std::abs(score(total, seeds * decades)), 3.7) << total;
  EXPECT_NEAR(slope(sums), -0.5, 0.09);
}

ParameterValues const pure = {{"absorption", 1.0}};
INSTANTIATE_TEST_SUITE_P(
    Kernels, Errors,
    testing::Values(Case{"pi", 1000, {}}, Case{"pi", 1000, {{"coordinate_bits", "53"}}},
                    Case{"option", 100, {}}, Case{"transport", 100, pure},
                    Case{"pi", 1000, by_philox_7}, Case{"option", 100, by_philox_7},
                    Case{"pi", 1000, by_ars}, Case{"option", 100, by_ars}));

}  // namespace
}  // namespace assay
