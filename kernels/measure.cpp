// SPDX-License-Identifier: Apache-2.0
// Runs a kernel over this rank's share and brings the results of all ranks to rank 0.
#include "measure.hpp"

#include <algorithm>
#include <stdexcept>

#include "exchange.hpp"
#include "faults.hpp"
#include "mpi_peers.hpp"
#include "parameters.hpp"
#include "partition.hpp"
#include "probe.hpp"
#include "registry.hpp"

namespace assay {
namespace {

/// By repetition, then by rank; empty on all but rank 0.
std::vector<std::vector<Lap>> gather_laps(std::vector<Lap> const& mine) {
  std::vector<double> numbers;
  for (Lap const& lap : mine) {
    numbers.insert(numbers.end(), {lap.barrier_s, lap.useful_s, lap.reduce_s});
  }
  std::vector<double> const all = gather(numbers);
  std::size_t const ranks = all.size() / numbers.size();
  std::vector<std::vector<Lap>> laps(mine.size(), std::vector<Lap>(ranks));
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    for (std::size_t i = 0; i < mine.size(); ++i) {
      double const* const lap = &all[rank * numbers.size() + 3 * i];
      laps[i][rank] = {.barrier_s = lap[0], .useful_s = lap[1], .reduce_s = lap[2]};
    }
  }
  return laps;
}

/// The formula of the partition is proven by tests; this proves that every rank used
/// it.
void check_partition(std::uint64_t mine, std::uint64_t samples) {
  if (std::uint64_t const total = sum(mine); total != samples) {
    throw std::logic_error("the ranks share " + std::to_string(total) + " of " +
                           std::to_string(samples) + " samples");
  }
}

/// The median of the makespans but the first, which warms up; the upper one of two.
double typical_makespan_s(std::vector<std::vector<Lap>> const& laps) {
  std::vector<double> times_s;
  for (auto const& by_rank : laps) times_s.push_back(makespan_s(by_rank));
  if (times_s.size() > 1) times_s.erase(times_s.begin());
  auto const middle = times_s.begin() + static_cast<std::ptrdiff_t>(times_s.size() / 2);
  std::nth_element(times_s.begin(), middle, times_s.end());
  return *middle;
}

/// Times every ceiling of the kernel over the same work, one after the other; the
/// lowest rate, on rank 0. None where the kernel has no ceiling.
std::optional<double> measure_ceilings(Kernel const& kernel, Work const& work,
                                       std::size_t repetitions) {
  std::optional<double> lowest;
  for (Probe const& ceiling : probes_of(kernel.name)) {
    // All ranks or none, even on processors that differ.
    bool const is_mine =
        ceiling.role == Role::ceiling && applies(ceiling, work.parameters);
    if (sum(is_mine ? 0 : 1) > 0) continue;
    Timed const timed =
        time_repetitions(ceiling.prepare(work), repetitions, kernel.tallies.size());
    double const rate =
        static_cast<double>(work.samples) / typical_makespan_s(gather_laps(timed.laps));
    lowest = lowest ? std::min(*lowest, rate) : rate;
  }
  return lowest;
}

}  // namespace

Measurement measure(MeasurementOrder const& order, std::uint64_t seed) {
  Kernel const& kernel = kernel_named(order.kernel);
  MpiPeers peers;
  Work const work{.range = share_of(order.samples, world_rank(), world_size()),
                  .samples = order.samples,
                  .seed = seed,
                  .parameters = complete_parameters(kernel, order.parameters),
                  .peers = &peers};
  std::uint64_t const mine = work.range.end - work.range.begin;
  check_partition(mine, order.samples);
  Timed const timed =
      time_repetitions(faults::repetition(kernel.prepare(work), world_rank()),
                       order.repetitions, kernel.tallies.size());
  Measurement measurement{.kernel = kernel.name,
                          .samples = order.samples,
                          .parameters = work.parameters,
                          .samples_by_rank = gather(std::vector{mine}),
                          .tally_names = kernel.tallies,
                          .totals = timed.totals,
                          .estimate = {},
                          .laps = gather_laps(timed.laps),
                          .ceiling_samples_per_s = {}};
  if (kernel.estimate != nullptr) {
    measurement.estimate =
        kernel.estimate(timed.totals.front(), work.samples, work.parameters);
    if (measurement.estimate) {
      measurement.estimate = faults::estimate(*measurement.estimate);
    }
  }
  if (order.ceiling_repetitions > 0) {
    measurement.ceiling_samples_per_s =
        measure_ceilings(kernel, work, order.ceiling_repetitions);
  }
  return measurement;
}

}  // namespace assay
