// SPDX-License-Identifier: Apache-2.0
// transport against histories by the maths library, and its closed form.
#include <gtest/gtest.h>

#include <cmath>

#include "kernel_fixture.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

/// Real depths and std::log: a history may differ only where a depth falls within
/// 1e-11 of a face, which none of the few tested does.
Tally by_the_book(std::uint64_t begin, std::uint64_t end, double thickness,
                  double absorption) {
  Tally t(4);
  for (std::uint64_t i = begin; i < end; ++i) {
    double depth = 0;
    double cosine = 1;
    bool alive = true;
    for (std::uint32_t event = 0; alive; ++event) {
      Block const w = block_by_the_book(i, event, 5, test_seed);
      double const u = (w[0] + std::floor(w[1] / 4096.0) / 1048576.0) / 4294967296.0;
      depth -= std::log(u + 0x1p-53) * cosine;
      if (depth < 0 || depth >= thickness) {
        ++t[depth < 0 ? 2 : 1];
        break;
      }
      ++t[3];
      alive = w[2] / 4294967296.0 >= absorption;
      if (!alive) ++t[0];
      cosine = 2 * ((w[3] + 0.5) / 4294967296.0) - 1;
    }
  }
  return t;
}

Tally followed(std::uint64_t begin, std::uint64_t end, double thickness,
               double absorption) {
  return tallies("transport", begin, end,
                 {{"thickness", thickness}, {"absorption", absorption}});
}

TEST(Transport, EqualsTheReference) {
  for (double const thickness : {0.01, 0.5, 2.0, 8.0}) {
    for (double const absorption : {0.0, 0.2, 1.0}) {
      for (std::uint64_t const begin : {0ULL, 4095ULL, (1ULL << 32U) - 3}) {
        for (std::uint64_t const length : {0U, 1U, 3U, 5001U}) {
          EXPECT_EQ(followed(begin, begin + length, thickness, absorption),
                    by_the_book(begin, begin + length, thickness, absorption))
              << begin << " + " << length << ": " << thickness << " " << absorption;
        }
      }
    }
  }
}

TEST(Transport, PassesAPureAbsorberExponentially) {
  constexpr std::uint64_t samples = 400'003;
  Tally const t = followed(0, samples, 2, 1);
  EXPECT_EQ(t[0], t[3]);
  EXPECT_EQ(t[2], 0U);
  ParameterValues const pure = {{"thickness", 2.0}, {"absorption", 1.0}};
  auto const e = estimate_of("transport", t, samples, pure);
  EXPECT_DOUBLE_EQ(e->reference, 0.1353352832366127);
  EXPECT_NEAR(e->standard_error, 0.3420781 / std::sqrt(400'003.0), 1e-8);
  EXPECT_LT(std::abs(e->value - e->reference), 5 * e->standard_error);
}

TEST(Transport, EstimatesTheParticlesLost) {
  EXPECT_EQ(estimate_of("transport", {1, 2, 3, 9}, 6)->value, 0);
  EXPECT_EQ(estimate_of("transport", {1, 2, 4, 9}, 6)->value, 1);
  EXPECT_NE(estimate_of("transport", {1, 2, 2, 9}, 6)->value, 0);
  ParameterValues const pure = {{"absorption", 1.0}};
  EXPECT_EQ(estimate_of("transport", {5, 2, 0, 5}, 6, pure)->value, 1);
}

}  // namespace
}  // namespace assay
