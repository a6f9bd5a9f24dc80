// SPDX-License-Identifier: Apache-2.0
// Runs a kernel over this rank's share and brings the results of all ranks to rank 0.
#include "measure.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include "common/launch_value.hpp"
#include "common/partition.hpp"
#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "contract/registry.hpp"
#include "device/device.hpp"
#include "exchange.hpp"
#include "faults.hpp"
#include "lanes/space.hpp"
#include "mpi_peers.hpp"

namespace assay {
namespace {

/// By repetition, then by rank; empty on all but rank 0.
std::vector<std::vector<RepetitionTimes>> gather_times(
    std::vector<RepetitionTimes> const& mine) {
  std::vector<double> numbers;
  for (RepetitionTimes const& one : mine) {
    numbers.insert(numbers.end(), {one.barrier_s, one.useful_s, one.reduce_s});
  }
  std::vector<double> const all = gather(numbers);
  std::size_t const ranks = all.size() / numbers.size();
  std::vector<std::vector<RepetitionTimes>> times(mine.size(),
                                                  std::vector<RepetitionTimes>(ranks));
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    for (std::size_t i = 0; i < mine.size(); ++i) {
      double const* const three = &all[rank * numbers.size() + 3 * i];
      times[i][rank] = {
          .barrier_s = three[0], .useful_s = three[1], .reduce_s = three[2]};
    }
  }
  return times;
}

/// The formula of the partition is proven by tests; this proves that every rank used
/// it.
void check_partition(std::uint64_t mine, std::uint64_t samples) {
  if (std::uint64_t const total = sum(mine); total != samples) {
    throw std::logic_error("the ranks share " + std::to_string(total) + " of " +
                           std::to_string(samples) + " samples");
  }
}

/// Looks before allocating: a failure inside of Kokkos would end in an abort.
void check_memory(Kernel const& kernel, Work const& work) {
  auto const device = device::current();
  if (!device) return;
  double const bytes = memory_bytes(kernel.memory, [&](std::string const& name) {
    return static_cast<double>(name == "samples"
                                   ? work.range.end - work.range.begin
                                   : integer(work.parameters, name.c_str()));
  });
  if (bytes <= static_cast<double>(device->free_bytes)) return;
  throw Unavailable(kernel.name + " needs " + std::to_string(bytes / 1e9) +
                    " GB on each device, of " + device->id + " are free " +
                    std::to_string(static_cast<double>(device->free_bytes) / 1e9) +
                    " GB");
}

/// Times each repetition by the device's own clock too; adds to `seconds`.
Repetition watched(Repetition repetition, std::vector<double>& seconds) {
  auto const watch = std::make_shared<device::Stopwatch>();
  return [repetition = std::move(repetition), watch, &seconds](Tally& mine) {
    watch->start();
    repetition(mine);
    watch->stop();
    if (auto const time = watch->seconds()) seconds.push_back(*time);
  };
}

/// By rank, from the readings of each; empty on all but rank 0.
Json gather_readings(Json const& before) {
  auto const after = device::readings();
  auto all = Json::array();
  for (auto const& text : gather(to_text(Json{{"before", before}, {"after", after}}))) {
    all.push_back(parse_json(text));
  }
  return all;
}

void add_device_times(Measurement& measurement, std::vector<double> const& mine) {
  auto const all = gather(mine);
  measurement.kernel_event_s.assign(all.empty() ? 0 : mine.size(), 0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    double& longest = measurement.kernel_event_s[i % mine.size()];
    longest = std::max(longest, all[i]);
  }
}

/// In a part the other ranks are in other launches.
class NoPeers : public Peers {
 public:
  int rank() const override { refuse(); }
  int size() const override { refuse(); }
  void start(std::span<Shift const>) override { refuse(); }
  void finish() override { refuse(); }
  void sum(std::span<std::uint64_t>) override { refuse(); }

 private:
  [[noreturn]] static void refuse() {
    throw std::runtime_error(
        "the ranks of this kernel talk to each other: it has no independent parts");
  }
};

/// What a launch of nothing else would count for.
double value_s(std::vector<std::vector<RepetitionTimes>> const& times) {
  std::vector<double> makespans_s;
  makespans_s.reserve(times.size());
  for (auto const& by_rank : times) makespans_s.push_back(makespan_s(by_rank));
  return launch_value_s(makespans_s);
}

/// Times every ceiling of the kernel over the same work, one after the other; the
/// lowest rate, on rank 0. None where the kernel has no ceiling.
std::optional<double> measure_ceilings(Kernel const& kernel, Work const& work,
                                       std::size_t repetitions) {
  std::optional<double> lowest;
  for (Comparator const& ceiling : comparators_of(kernel.name)) {
    // All ranks or none, even on processors that differ.
    bool const is_mine =
        ceiling.role == Role::ceiling && applies(ceiling, work.parameters);
    if (sum(is_mine ? 0 : 1) > 0) continue;
    Timed const timed =
        time_repetitions(ceiling.prepare(work), repetitions, kernel.tallies.size());
    double const rate =
        static_cast<double>(work.samples) / value_s(gather_times(timed.times));
    lowest = lowest ? std::min(*lowest, rate) : rate;
  }
  return lowest;
}

}  // namespace

Measurement measure(MeasurementOrder const& order, std::uint64_t seed,
                    std::optional<Part> part) {
  Kernel const& kernel = kernel_named(order.kernel);
  MpiPeers all;
  NoPeers none;
  auto const [index, of] = part.value_or(Part{});
  bool const whole = of == 1;
  SampleRange const samples = share_of(order.samples, index, of);
  Work const work{.range = share_of(samples, world_rank(), world_size()),
                  .samples = order.samples,
                  .seed = seed,
                  .parameters = complete_parameters(kernel, order.parameters),
                  .peers = whole ? static_cast<Peers*>(&all) : &none};
  std::uint64_t const mine = work.range.end - work.range.begin;
  check_partition(mine, samples.end - samples.begin);
  check_memory(kernel, work);
  auto const before = device::readings();
  std::vector<double> device_s;
  device_s.reserve(order.repetitions);
  auto repetition = faults::repetition(kernel.prepare(work), world_rank());
  if (!is_on_host) repetition = watched(std::move(repetition), device_s);
  Timed const timed =
      time_repetitions(repetition, order.repetitions, kernel.tallies.size());
  Measurement measurement{.kernel = kernel.name,
                          .samples = order.samples,
                          .part = part,
                          .seed = seed,
                          .parameters = work.parameters,
                          .samples_by_rank = gather(std::vector{mine}),
                          .tally_names = kernel.tallies,
                          .totals = timed.totals,
                          .estimate = {},
                          .times = gather_times(timed.times),
                          .kernel_event_s = {},
                          .devices = {},
                          .ceiling_samples_per_s = {}};
  if (!is_on_host) {
    add_device_times(measurement, device_s);
    measurement.devices = gather_readings(before);
  }
  if (whole && kernel.estimate != nullptr) {
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
