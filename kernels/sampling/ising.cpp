// SPDX-License-Identifier: Apache-2.0
// The square Ising lattice by checkerboard Metropolis, shared over a grid of ranks.
//
// A sample is one proposed flip. The lattice is periodic, `columns` wide (rounded down
// to a multiple of 8), and has the least even number of rows with which `sweeps` sweeps
// make all samples; samples that end within a sweep leave its rest out. A sweep
// proposes every even site (row + column), then every odd one, row by row: the h-th
// site of colour c in sweep t has word h mod 4 of counter (h div 4, 2 t + c). It flips
// where that word is below exp(-dE/T) 2^32. All spins are up at the start of a
// repetition. So the lattice depends on samples and parameters, never on the ranks.
// `lattice` sums mixed(site) over the spins up; `broken` counts unequal neighbours.
//
// Strong scaling: the same lattice in smaller parts; weak scaling: more samples are
// more rows, so each core has as many sites. What the harness calls the samples of a
// rank is its share of the proposals but for the rounding of rows. Halos travel while
// the inner sites are computed. Memory: a byte a site. Ceiling: sites over the rate of
// one rank, plus latency and bandwidth from a measured ping-pong.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <stdexcept>

#include "chunks.hpp"
#include "draws.hpp"
#include "kernel.hpp"
#include "parameters.hpp"
#include "partition.hpp"
#include "peers.hpp"
#include "specified.hpp"

namespace assay {
namespace {

constexpr std::uint32_t stream = 6;
constexpr std::uint64_t group = 8;  // columns whose sites of one colour share a block

struct Lattice {
  std::uint64_t rows, columns;

  std::uint64_t sites() const { return rows * columns; }
};

Lattice lattice_of(std::uint64_t samples, ParameterValues const& parameters) {
  std::uint64_t const columns = integer(parameters, "columns") / group * group;
  std::uint64_t const of_a_row = columns * integer(parameters, "sweeps");
  std::uint64_t const rows = samples / of_a_row + (samples % of_a_row == 0 ? 0 : 1);
  return {std::max<std::uint64_t>(2, rows + rows % 2), columns};
}

/// Ranks along the rows and along the columns.
struct Grid {
  std::uint64_t down = 0, across = 0;
};

/// The grid with the shortest halos. Throws where each has a rank without a site.
Grid grid_of(Lattice lattice, int ranks) {
  auto const all = static_cast<std::uint64_t>(ranks);
  Grid best;
  double least = std::numeric_limits<double>::infinity();
  for (std::uint64_t across = 1; across <= all; ++across) {
    std::uint64_t const down = all / across;
    if (all % across != 0 || down > lattice.rows) continue;
    if (across > lattice.columns / group) continue;
    double const halo =
        static_cast<double>(lattice.rows) / static_cast<double>(down) +
        static_cast<double>(lattice.columns) / static_cast<double>(across);
    if (halo < least) best = {down, across};
    least = std::min(least, halo);
  }
  if (best.down == 0) {
    throw std::runtime_error("ising: a lattice of " + std::to_string(lattice.rows) +
                             " x " + std::to_string(lattice.columns) +
                             " is too small for " + std::to_string(ranks) +
                             " ranks. Take more samples or fewer sweeps");
  }
  return best;
}

/// Proposals whose word lies below the entry of their number of equal neighbours flip.
struct Thresholds {
  std::uint64_t of[5];
};

Thresholds thresholds_at(double temperature) {
  constexpr std::uint64_t always = 1ULL << 32U;
  auto const below = [&](double rise) {
    return static_cast<std::uint64_t>(specified::exp(-rise / temperature) * 0x1p32);
  };
  return {{always, always, always, below(4), below(8)}};
}

/// Which proposals a half-sweep makes: those of the first `limit` sites of its colour.
struct HalfSweep {
  std::uint32_t draw;
  std::uint64_t limit;

  KOKKOS_INLINE_FUNCTION std::uint64_t colour() const { return draw & 1U; }
};

using Spins = Kokkos::View<std::uint8_t**, Kokkos::LayoutRight, Space>;

/// A rank's part of the lattice, with one row and one column of its neighbours on each
/// side.
struct Domain {
  Lattice lattice{};
  SampleRange rows, groups;  ///< of the whole lattice
  Thresholds thresholds{};
  PhiloxKey key{};
  Spins spins;

  KOKKOS_INLINE_FUNCTION std::uint64_t height() const { return rows.end - rows.begin; }
  KOKKOS_INLINE_FUNCTION std::uint64_t widths() const {
    return groups.end - groups.begin;
  }
  KOKKOS_INLINE_FUNCTION std::uint64_t width() const { return group * widths(); }

  /// Proposes the four sites of one colour in group `g` of row `r`, both from 0 here.
  KOKKOS_INLINE_FUNCTION void propose(std::uint64_t r, std::uint64_t g,
                                      HalfSweep half) const {
    std::uint64_t const row = rows.begin + r;
    std::uint64_t const first =
        (row * lattice.columns + group * (groups.begin + g)) / 2;
    auto const w = draw_words(first / 4, half.draw, stream, key);
    std::uint32_t const words[4] = {w.w0, w.w1, w.w2, w.w3};
    std::uint64_t const column = 1 + group * g + ((row + half.colour()) & 1U);
    for (std::uint64_t i = 0; i < 4 && first + i < half.limit; ++i) {
      std::uint64_t const c = column + 2 * i;
      std::uint8_t const spin = spins(r + 1, c);
      int const up =
          spins(r, c) + spins(r + 2, c) + spins(r + 1, c - 1) + spins(r + 1, c + 1);
      int const equal = spin == 1 ? up : 4 - up;
      if (words[i] < thresholds.of[equal]) {
        spins(r + 1, c) = static_cast<std::uint8_t>(1 - spin);
      }
    }
  }

  KOKKOS_INLINE_FUNCTION void propose_inner(std::uint64_t r, HalfSweep half) const {
    if (r == 0 || r + 1 == height()) return;
    for (std::uint64_t g = 1; g + 1 < widths(); ++g) propose(r, g, half);
  }

  /// Those that read a halo.
  KOKKOS_INLINE_FUNCTION void propose_outer(std::uint64_t r, HalfSweep half) const {
    bool const is_edge = r == 0 || r + 1 == height();
    std::uint64_t const step = is_edge || widths() == 1 ? 1 : widths() - 1;
    for (std::uint64_t g = 0; g < widths(); g += step) propose(r, g, half);
  }

  /// Adds what row `r` holds to lattice, up and broken.
  KOKKOS_INLINE_FUNCTION void tally(std::uint64_t r, Counts<3>& counts) const {
    std::uint64_t const site =
        (rows.begin + r) * lattice.columns + group * groups.begin;
    for (std::uint64_t c = 0; c < width(); ++c) {
      std::uint8_t const spin = spins(r + 1, c + 1);
      counts.at[0] += spin * mixed(site + c);
      counts.at[1] += spin;
      counts.at[2] += (spin ^ spins(r + 1, c + 2)) + (spin ^ spins(r + 2, c + 1));
    }
  }
};

/// The four neighbours of a rank, and what goes to them.
class Halo {
 public:
  Halo(Domain const& domain, Grid grid, Peers& peers)
      : spins_(domain.spins),
        height_(domain.height()),
        width_(domain.width()),
        columns_("ising halo", 4, height_),
        peers_(&peers) {
    auto const rank = static_cast<std::uint64_t>(peers.rank());
    std::uint64_t const y = rank / grid.across;
    std::uint64_t const x = rank % grid.across;
    auto const at = [&](std::uint64_t row, std::uint64_t column) {
      return static_cast<int>(row % grid.down * grid.across + column % grid.across);
    };
    north_ = at(y + grid.down - 1, x);
    south_ = at(y + 1, x);
    west_ = at(y, x + grid.across - 1);
    east_ = at(y, x + 1);
  }

  void start() {
    for (std::uint64_t r = 0; r < height_; ++r) {
      columns_(0, r) = spins_(r + 1, 1);
      columns_(1, r) = spins_(r + 1, width_);
    }
    Shift const shifts[] = {{north_, south_, row(1), row(height_ + 1)},
                            {south_, north_, row(height_), row(0)},
                            {west_, east_, column(0), column(2)},
                            {east_, west_, column(1), column(3)}};
    peers_->start(shifts);
  }

  void finish() {
    peers_->finish();
    for (std::uint64_t r = 0; r < height_; ++r) {
      spins_(r + 1, width_ + 1) = columns_(2, r);
      spins_(r + 1, 0) = columns_(3, r);
    }
  }

 private:
  std::span<std::byte> row(std::uint64_t r) const {
    return std::as_writable_bytes(std::span(&spins_(r, 1), width_));
  }
  std::span<std::byte> column(std::uint64_t c) const {
    return std::as_writable_bytes(std::span(&columns_(c, 0), height_));
  }

  Spins spins_;
  std::uint64_t height_, width_;
  Spins columns_;
  Peers* peers_;
  int north_ = 0, south_ = 0, west_ = 0, east_ = 0;
};

Domain domain_of(Work const& work, Lattice lattice, Grid grid) {
  auto const rank = static_cast<std::uint64_t>(work.peers->rank());
  Domain domain;
  domain.lattice = lattice;
  domain.rows = share_of(lattice.rows, static_cast<int>(rank / grid.across),
                         static_cast<int>(grid.down));
  domain.groups =
      share_of(lattice.columns / group, static_cast<int>(rank % grid.across),
               static_cast<int>(grid.across));
  domain.thresholds = thresholds_at(real(work.parameters, "temperature"));
  domain.key = philox_key(work.seed);
  domain.spins = Spins("ising spins", domain.height() + 2, domain.width() + 2);
  return domain;
}

Kokkos::RangePolicy<Space, Kokkos::IndexType<std::uint64_t>> each_row(
    Domain const& domain) {
  return {0, domain.height()};
}

void propose_all(Domain const& domain, Halo& halo, HalfSweep half) {
  halo.start();
  Kokkos::parallel_for(
      "ising inner", each_row(domain),
      KOKKOS_LAMBDA(std::uint64_t r) { domain.propose_inner(r, half); });
  Kokkos::fence();
  halo.finish();
  Kokkos::parallel_for(
      "ising outer", each_row(domain),
      KOKKOS_LAMBDA(std::uint64_t r) { domain.propose_outer(r, half); });
  Kokkos::fence();
}

Counts<3> tally_all(Domain const& domain, Halo& halo) {
  constexpr std::uint64_t rows_per_chunk = 16;
  halo.start();
  halo.finish();
  return sum_over_chunks<3>(
      "ising tallies", {0, domain.height()}, rows_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<3> & counts) {
        for (std::uint64_t r = part.begin; r < part.end; ++r) domain.tally(r, counts);
      });
}

Repetition prepare(Work const& work) {
  Lattice const lattice = lattice_of(work.samples, work.parameters);
  Grid const grid = grid_of(lattice, work.peers->size());
  Domain const domain = domain_of(work, lattice, grid);
  return [domain, halo = Halo(domain, grid, *work.peers),
          samples = work.samples](Tally& mine) mutable {
    std::uint64_t const half_sites = domain.lattice.sites() / 2;
    Kokkos::deep_copy(domain.spins, std::uint8_t{1});
    std::uint64_t left = samples;
    for (std::uint32_t draw = 0; left > 0; ++draw) {
      std::uint64_t const limit = std::min(left, half_sites);
      propose_all(domain, halo, {draw, limit});
      left -= limit;
    }
    auto const counts = tally_all(domain, halo);
    mine.assign(std::begin(counts.at), std::end(counts.at));
  };
}

/// Energy of a site of the infinite lattice at coupling 1 (Onsager 1944), its elliptic
/// integral by the arithmetic-geometric mean.
double onsager(double temperature) {
  double const tanh = std::tanh(2 / temperature);
  double const factor = 2 * tanh * tanh - 1;
  double a = 1;
  double b = std::abs(factor);
  for (int i = 0; i < 40; ++i) {
    double const mean = (a + b) / 2;
    b = std::sqrt(a * b);
    a = mean;
  }
  // (2/pi) K = 1 / agm
  return -(1 + factor / a) / tanh;
}

/// Energy of a site in the last lattice. Only where that is a sample of equilibrium:
/// large, after many sweeps, away from the critical temperature. Its variance is
/// T^2 dU/dT over the sites.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t samples,
                                 ParameterValues const& parameters) {
  Lattice const lattice = lattice_of(samples, parameters);
  double const t = real(parameters, "temperature");
  double const critical = 2 / std::log(1 + std::numbers::sqrt2);
  bool const is_long = samples / lattice.sites() >= 200;
  bool const is_large = std::min(lattice.rows, lattice.columns) >= 64;
  if (!is_long || !is_large || std::abs(t - critical) < 0.25) return std::nullopt;
  constexpr double step = 1e-4;
  double const slope = (onsager(t + step) - onsager(t - step)) / (2 * step);
  auto const sites = static_cast<double>(lattice.sites());
  return Estimate{.value = 2 * static_cast<double>(total[2]) / sites - 2,
                  .reference = onsager(t),
                  .standard_error = t * std::sqrt(slope / sites)};
}

RegisterKernel const registered{
    {.name = "ising",
     .summary = "checkerboard Metropolis on the square lattice",
     .stresses = "exchange with neighbours",
     .check = "the lattice bit for bit; Onsager's energy after a long run",
     .nominal_samples_per_second = 1e8,
     .parameters =
         {{"columns",
           "of the lattice, rounded down to a multiple of 8",
           "sites",
           std::int64_t{1024},
           8,
           1 << 24,
           {}},
          {"sweeps",
           "in which all samples are made; fewer make a taller lattice",
           "",
           std::int64_t{256},
           1,
           1 << 30,
           {}},
          {"temperature", "in units of the coupling", "J/k", 2.0, 0.5, 10, {}}},
     .memory = {{.bytes = 1, .times = {"samples"}, .over = {"sweeps"}}},
     .tallies = {"lattice", "up", "broken"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
