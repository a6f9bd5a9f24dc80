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
#include "ising.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>
#include <stdexcept>
#include <type_traits>

#include "common/partition.hpp"
#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "contract/peers.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"
#include "lanes/reproducible_math.hpp"

namespace assay {
namespace {

using ising::Domain;
using ising::group;
using ising::HalfSweep;
using ising::Lattice;

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

/// exp(-dE/T) 2^32 of the two rises there are.
ising::Thresholds thresholds_at(double temperature) {
  auto const below = [&](double rise) {
    return static_cast<std::uint64_t>(reproducible_math::exp(-rise / temperature) *
                                      0x1p32);
  };
  return {.three = below(4), .four = below(8)};
}

using Bytes = Kokkos::View<std::uint8_t*, Space>;
using HostBytes = decltype(Kokkos::create_mirror_view(Bytes()));

/// Ranks on the four sides of a rank.
struct Neighbours {
  int north, south, west, east;
};

Neighbours neighbours_of(int of_rank, Grid grid) {
  auto const rank = static_cast<std::uint64_t>(of_rank);
  std::uint64_t const y = rank / grid.across;
  std::uint64_t const x = rank % grid.across;
  auto const at = [&](std::uint64_t row, std::uint64_t column) {
    return static_cast<int>(row % grid.down * grid.across + column % grid.across);
  };
  return {.north = at(y + grid.down - 1, x),
          .south = at(y + 1, x),
          .west = at(y, x + grid.across - 1),
          .east = at(y, x + 1)};
}

/// What goes to the neighbours: the edges of one plane, those of columns by way of
/// `columns_`: west and east out, then east and west in.
class Halo {
 public:
  Halo(Domain const& domain, Grid grid, Peers& peers)
      : domain_(domain),
        columns_("ising halo", 4 * domain.height()),
        peers_(&peers),
        to_(neighbours_of(peers.rank(), grid)) {}

  void start(std::uint64_t colour) {
    for (std::uint64_t r = 0; r < domain_.height(); ++r) {
      std::uint8_t const* const row = domain_.row(colour, r);
      column(0)[r] = std::byte{row[0]};
      column(1)[r] = std::byte{row[domain_.width() - 1]};
    }
    std::uint64_t const last = domain_.height() - 1;
    Shift const shifts[] = {
        {to_.north, to_.south, row(colour, 0), row(colour, last + 1)},
        {to_.south, to_.north, row(colour, last), row(colour, -1ULL)},
        {to_.west, to_.east, column(0), column(2)},
        {to_.east, to_.west, column(1), column(3)}};
    peers_->start(shifts);
  }

  void finish(std::uint64_t colour) {
    peers_->finish();
    for (std::uint64_t r = 0; r < domain_.height(); ++r) {
      std::uint8_t* const row = domain_.row(colour, r);
      row[domain_.width()] = std::to_integer<std::uint8_t>(column(2)[r]);
      row[-1] = std::to_integer<std::uint8_t>(column(3)[r]);
    }
  }

 private:
  std::span<std::byte> row(std::uint64_t colour, std::uint64_t r) const {
    return std::as_writable_bytes(std::span(domain_.row(colour, r), domain_.width()));
  }
  std::span<std::byte> column(std::uint64_t c) const {
    return std::as_writable_bytes(
        std::span(columns_.data() + c * domain_.height(), domain_.height()));
  }

  Domain domain_;
  Bytes columns_;
  Peers* peers_;
  Neighbours to_;
};

Kokkos::RangePolicy<Space, Kokkos::IndexType<std::uint64_t>> up_to(std::uint64_t end) {
  return {0, end};
}

/// The edges of a plane one after the other: north, south, west, east.
void pack(Domain const& domain, std::uint64_t colour, Bytes const& edges) {
  std::uint64_t const width = domain.width();
  std::uint64_t const height = domain.height();
  Kokkos::parallel_for(
      "ising pack", up_to(std::max(width, height)), KOKKOS_LAMBDA(std::uint64_t i) {
        if (i < width) {
          edges(i) = domain.row(colour, 0)[i];
          edges(width + i) = domain.row(colour, height - 1)[i];
        }
        if (i < height) {
          edges(2 * width + i) = domain.row(colour, i)[0];
          edges(2 * width + height + i) = domain.row(colour, i)[width - 1];
        }
      });
}

/// What came from south, north, east and west, one after the other, into the halo.
void unpack(Domain const& domain, std::uint64_t colour, Bytes const& edges) {
  std::uint64_t const width = domain.width();
  std::uint64_t const height = domain.height();
  Kokkos::parallel_for(
      "ising unpack", up_to(std::max(width, height)), KOKKOS_LAMBDA(std::uint64_t i) {
        if (i < width) {
          domain.row(colour, height)[i] = edges(i);
          domain.row(colour, -1ULL)[i] = edges(width + i);
        }
        if (i < height) {
          domain.row(colour, i)[width] = edges(2 * width + i);
          domain.row(colour, i)[-1] = edges(2 * width + height + i);
        }
      });
}

/// The same where the planes are in the memory of a device, which the MPI need not
/// reach: packed there, and taken through the host.
class StagedHalo {
 public:
  StagedHalo(Domain const& domain, Grid grid, Peers& peers)
      : domain_(domain),
        out_("ising edges", 2 * (domain.width() + domain.height())),
        in_("ising halo", out_.extent(0)),
        host_out_(Kokkos::create_mirror_view(out_)),
        host_in_(Kokkos::create_mirror_view(in_)),
        peers_(&peers),
        to_(neighbours_of(peers.rank(), grid)) {}

  void start(std::uint64_t colour) {
    pack(domain_, colour, out_);
    Kokkos::deep_copy(host_out_, out_);
    std::uint64_t const width = domain_.width();
    std::uint64_t const height = domain_.height();
    auto const shift = [&](int to, int from, std::uint64_t at, std::uint64_t size) {
      return Shift{to, from,
                   std::as_writable_bytes(std::span(host_out_.data() + at, size)),
                   std::as_writable_bytes(std::span(host_in_.data() + at, size))};
    };
    Shift const shifts[] = {shift(to_.north, to_.south, 0, width),
                            shift(to_.south, to_.north, width, width),
                            shift(to_.west, to_.east, 2 * width, height),
                            shift(to_.east, to_.west, 2 * width + height, height)};
    peers_->start(shifts);
  }

  void finish(std::uint64_t colour) {
    peers_->finish();
    Kokkos::deep_copy(in_, host_in_);
    unpack(domain_, colour, in_);
  }

 private:
  Domain domain_;
  Bytes out_, in_;
  HostBytes host_out_, host_in_;
  Peers* peers_;
  Neighbours to_;
};

using HaloOfSpace = std::conditional_t<is_on_host, Halo, StagedHalo>;

/// All but the planes.
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
  domain.key = key_of_seed(work.seed);
  return domain;
}

/// Of devices.
using ProposePart =
    DrawingCall<&ising::propose_part<Philox<10>>, &ising::propose_part<Philox<7>>>;

/// The bodies of the chosen instructions.
template <class Inner, class Outer>
struct Proposals {
  Inner inner;
  Outer outer;
  ProposePart part;
};
template <class Inner, class Outer>
Proposals(Inner, Outer, ProposePart) -> Proposals<Inner, Outer>;

template <class Propose>
void propose_rows(char const* label, Domain const& domain, HalfSweep half,
                  Propose const& propose) {
  Kokkos::parallel_for(
      label, up_to(domain.height()),
      KOKKOS_LAMBDA(std::uint64_t r) { propose(domain, r, half); });
}

/// As the bodies do, on a device: its threads share the rows.
[[maybe_unused]] void propose_parts(char const* label, Domain const& domain,
                                    HalfSweep half, ising::Reach reach,
                                    ProposePart propose) {
  std::uint64_t const size = ising::groups_of_part;
  std::uint64_t const parts = (domain.widths() + size - 1) / size;
  Kokkos::parallel_for(
      label, up_to(domain.height() * parts), KOKKOS_LAMBDA(std::uint64_t i) {
        std::uint64_t const begin = i % parts * size;
        std::uint64_t const end = begin + size;
        propose(domain, i / parts,
                SampleRange{begin, end < domain.widths() ? end : domain.widths()}, half,
                reach);
      });
}

template <class Bodies>
void propose_all(Domain const& domain, HaloOfSpace& halo, HalfSweep half,
                 Bodies const& propose) {
  halo.start(1 - half.colour());
  if constexpr (is_on_host) {
    propose_rows("ising inner", domain, half, propose.inner);
  } else {
    propose_parts("ising inner", domain, half, ising::Reach::inside, propose.part);
  }
  Kokkos::fence();
  halo.finish(1 - half.colour());
  if constexpr (is_on_host) {
    propose_rows("ising outer", domain, half, propose.outer);
  } else {
    propose_parts("ising outer", domain, half, ising::Reach::halo, propose.part);
  }
  Kokkos::fence();
}

Counts<3> tally_all(Domain const& domain, HaloOfSpace& halo) {
  constexpr std::uint64_t rows_per_chunk = 16;
  halo.start(1);
  halo.finish(1);
  return sum_over_chunks<3>(
      "ising tallies", {0, domain.height()}, rows_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<3> & counts) {
        for (std::uint64_t r = part.begin; r < part.end; ++r) {
          ising::tally(domain, r, counts);
        }
      });
}

Repetition prepare(Work const& work) {
  Lattice const lattice = lattice_of(work.samples, work.parameters);
  Grid const grid = grid_of(lattice, work.peers->size());
  Generator const generator = generator_of(work.parameters);
  Domain domain = domain_of(work, lattice, grid);
  Bytes const planes("ising planes", domain.bytes());
  domain.planes = planes.data();
  return [domain, planes, halo = HaloOfSpace(domain, grid, *work.peers),
          samples = work.samples,
          propose = Proposals{ASSAY_DRAWING_BODY(ising::propose_inner, generator),
                              ASSAY_DRAWING_BODY(ising::propose_outer, generator),
                              ProposePart{!is_on_host && has_7_rounds(generator)}}](
             Tally& mine) mutable {
    std::uint64_t const half_sites = domain.lattice.sites() / 2;
    Kokkos::deep_copy(planes, std::uint8_t{1});
    std::uint64_t left = samples;
    for (std::uint32_t draw = 0; left > 0; ++draw) {
      std::uint64_t const limit = std::min(left, half_sites);
      propose_all(domain, halo, {draw, limit}, propose);
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
     .nominal_samples_per_second = 1e9,
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
          {"temperature", "in units of the coupling", "J/k", 2.0, 0.5, 10, {}},
          generator_parameter()},
     .memory = {{.bytes = 1, .times = {"samples"}, .over = {"sweeps"}}},
     .tallies = {"lattice", "up", "broken"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
