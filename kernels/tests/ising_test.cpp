// SPDX-License-Identifier: Apache-2.0
// ising against a lattice swept site by site, and Onsager's energy.
#include "sampling/ising.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "kernel_fixture.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

/// Sites in the order of the docstring; neighbours by remainders.
Tally by_the_book(std::uint64_t samples, std::uint64_t columns, std::uint64_t sweeps,
                  double temperature) {
  std::uint64_t rows = (samples + columns * sweeps - 1) / (columns * sweeps);
  rows += rows % 2;
  std::vector<int> spins(rows * columns, 1);
  auto const at = [&](std::uint64_t row, std::uint64_t column) -> int& {
    return spins[row % rows * columns + column % columns];
  };
  for (std::uint64_t made = 0; made < samples; ++made) {
    auto const draw = std::uint32_t(made / (rows * columns / 2));
    std::uint64_t const h = made % (rows * columns / 2);
    std::uint64_t const row = 2 * h / columns;
    std::uint64_t const column = 2 * h % columns + (row + draw) % 2;
    int const near = at(row + 1, column) + at(row + rows - 1, column) +
                     at(row, column + 1) + at(row, column + columns - 1);
    int& spin = at(row, column);
    double const word = block_by_the_book(h / 4, draw, 6, test_seed)[h % 4];
    if (word < std::floor(std::exp(-2 * spin * near / temperature) * 0x1p32)) {
      spin = -spin;
    }
  }
  Tally tally(3);
  for (std::uint64_t i = 0; i < spins.size(); ++i) {
    std::uint64_t const row = i / columns;
    std::uint64_t const column = i % columns;
    if (spins[i] == 1) {
      tally[0] += mixed_by_the_book(i);
      ++tally[1];
    }
    tally[2] += (spins[i] != at(row + 1, column)) + (spins[i] != at(row, column + 1));
  }
  return tally;
}

ParameterValues parameters(std::int64_t columns, std::int64_t sweeps,
                           double temperature) {
  return {{"columns", columns}, {"sweeps", sweeps}, {"temperature", temperature}};
}

TEST(Ising, EqualsTheReference) {
  for (std::int64_t const columns : {8, 16, 24, 104}) {
    for (std::int64_t const sweeps : {1, 7, 30}) {
      for (std::uint64_t const samples : {1U, 3U, 5000U, 20'011U}) {
        EXPECT_EQ(tallies("ising", 0, samples, parameters(columns, sweeps, 2.5)),
                  by_the_book(samples, static_cast<std::uint64_t>(columns),
                              static_cast<std::uint64_t>(sweeps), 2.5))
            << columns << " wide, " << sweeps << " sweeps, " << samples;
      }
    }
  }
}

TEST(Ising, GivesTheGoldenLattice) {
  EXPECT_EQ(tallies("ising", 0, 20'011, parameters(48, 20, 2.5)),
            (Tally{1'867'552'031'095'256'973U, 821, 450}));
}

TEST(Ising, RoundsColumnsDownToMultiplesOfEight) {
  EXPECT_EQ(tallies("ising", 0, 20'011, parameters(55, 20, 2.5)),
            tallies("ising", 0, 20'011, parameters(48, 20, 2.5)));
}

TEST(Ising, ReachesTheEnergyOfOnsager) {
  constexpr std::uint64_t samples = 64 * 64 * 400;
  for (double const temperature : {1.5, 2.0, 3.0, 5.0}) {
    auto const values = parameters(64, 400, temperature);
    auto const e =
        estimate_of("ising", tallies("ising", 0, samples, values), samples, values);
    ASSERT_TRUE(e) << temperature;
    EXPECT_LT(std::abs(e->value - e->reference), 5 * e->standard_error) << temperature;
  }
}

// Onsager's energy by integrating its elliptic integral as it stands.
TEST(Ising, KnowsTheEnergyOfOnsager) {
  for (double const temperature : {1.5, 2.0, 3.0, 5.0}) {
    double const x = 2 / temperature;
    double const k = 2 * std::sinh(x) / std::pow(std::cosh(x), 2);
    double integral = 0;
    constexpr int steps = 100'000;
    double const step = 1.5707963267948966 / steps;
    for (int i = 0; i < steps; ++i) {
      integral += step / std::sqrt(1 - std::pow(k * std::sin((i + 0.5) * step), 2));
    }
    double const energy =
        -(1 + 0.6366197723675814 * (2 * std::pow(std::tanh(x), 2) - 1) * integral) /
        std::tanh(x);
    auto const values = parameters(64, 400, temperature);
    auto const e = estimate_of("ising", {0, 0, 0}, 64 * 64 * 400, values);
    EXPECT_NEAR(e->reference, energy, 1e-9) << temperature;
  }
}

TEST(Ising, EstimatesNothingWhereTheRunIsNoSampleOfEquilibrium) {
  auto const has_estimate = [](std::int64_t columns, std::int64_t sweeps, double t) {
    return estimate_of("ising", {0, 0, 0}, 64 * 64 * 400,
                       parameters(columns, sweeps, t))
        .has_value();
  };
  EXPECT_TRUE(has_estimate(64, 400, 2.0));
  EXPECT_FALSE(has_estimate(64, 400, 2.27)) << "critical";
  EXPECT_FALSE(has_estimate(64, 100, 2.0)) << "short";
  EXPECT_FALSE(has_estimate(32, 400, 2.0)) << "narrow";
  EXPECT_FALSE(has_estimate(1024, 400, 2.0)) << "flat";
}

/// Claims many ranks, to be refused before any of them is asked.
class Crowd : public SolePeer {
 public:
  int size() const override { return 7; }
};

using Planes = std::vector<std::uint8_t>;

ising::Domain domain_of(std::uint64_t columns) {
  return {.lattice = {6, columns},
          .rows = {0, 6},
          .groups = {0, columns / ising::group},
          .thresholds = {3U << 30U, 1U << 30U},
          .key = key_of_seed(test_seed)};
}

Planes some_spins(ising::Domain const& domain) {
  Planes planes(domain.bytes());
  for (std::size_t i = 0; i < planes.size(); ++i) planes[i] = mixed(i) & 1U;
  return planes;
}

/// Row by row, as a CPU does.
Planes by_rows(ising::Domain domain, ising::HalfSweep half) {
  Planes planes = some_spins(domain);
  domain.planes = planes.data();
  for (std::uint64_t r = 0; r < domain.height(); ++r) {
    ising::propose_inner<Plain, Philox<10>>(domain, r, half);
    ising::propose_outer<Plain, Philox<10>>(domain, r, half);
  }
  return planes;
}

/// Each thread some groups of a row, as a device does.
Planes by_parts(ising::Domain domain, ising::HalfSweep half) {
  Planes planes = some_spins(domain);
  domain.planes = planes.data();
  for (auto const reach : {ising::Reach::inside, ising::Reach::halo}) {
    for (std::uint64_t r = 0; r < domain.height(); ++r) {
      for (std::uint64_t g = 0; g < domain.widths(); g += ising::groups_of_part) {
        std::uint64_t const end = std::min(g + ising::groups_of_part, domain.widths());
        ising::propose_part<Philox<10>>(domain, r, {g, end}, half, reach);
      }
    }
  }
  return planes;
}

TEST(Ising, ThreadsOfADeviceShareARow) {
  for (std::uint64_t const columns : {8U, 24U, 64U}) {
    auto const domain = domain_of(columns);
    for (std::uint32_t const draw : {0U, 1U}) {
      for (std::uint64_t const limit : {3 * columns, 2 * columns - 3}) {
        EXPECT_EQ(by_rows(domain, {draw, limit}), by_parts(domain, {draw, limit}))
            << columns << " columns, draw " << draw;
        EXPECT_NE(by_rows(domain, {draw, limit}), some_spins(domain));
      }
    }
  }
}

TEST(Ising, RefusesMoreRanksThanTheLatticeHasRoomFor) {
  Crowd crowd;
  Kernel const& ising = kernel_named("ising");
  Work const work{.range = {0, 16},
                  .samples = 16,
                  .seed = test_seed,
                  .parameters = complete_parameters(ising, parameters(8, 1, 2.0)),
                  .peers = &crowd};
  EXPECT_THROW(ising.prepare(work), std::runtime_error);
}

}  // namespace
}  // namespace assay
