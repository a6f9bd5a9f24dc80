// SPDX-License-Identifier: Apache-2.0
// reduce in one rank: the sum against a plain double loop, and its closed form.
#include <gtest/gtest.h>

#include "kernel_fixture.hpp"

namespace assay {
namespace {

std::uint64_t by_the_book(std::uint64_t samples, std::uint64_t words) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 1; i <= samples; ++i) {
    for (std::uint64_t w = 1; w <= words; ++w) sum += i * w;
  }
  return sum;
}

TEST(Reduce, EqualsTheReference) {
  for (std::int64_t const words : {1, 2, 5, 1000}) {
    for (std::uint64_t const samples : {1U, 2U, 7U, 1001U}) {
      auto const sum = by_the_book(samples, static_cast<std::uint64_t>(words));
      EXPECT_EQ(tallies("reduce", 0, samples, {{"words", words}}), Tally{sum});
    }
  }
  EXPECT_EQ(tallies("reduce", 0, 10'007, {{"words", std::int64_t{5}}}),
            Tally{751'125'420});
}

TEST(Reduce, EstimatesTheDistanceFromTheClosedForm) {
  constexpr std::uint64_t many = 6'000'000'007;  // the sum exceeds 2^64
  std::uint64_t const sum = (many + 1) / 2 * many * 15;
  ParameterValues const five = {{"words", std::int64_t{5}}};
  EXPECT_EQ(estimate_of("reduce", {sum}, many, five)->value, 0);
  EXPECT_EQ(estimate_of("reduce", {sum + 3}, many, five)->value, 3);
  EXPECT_NE(estimate_of("reduce", {sum - 1}, many, five)->value, 0);
  EXPECT_EQ(estimate_of("reduce", {sum}, many, five)->standard_error, 0);
}

}  // namespace
}  // namespace assay
