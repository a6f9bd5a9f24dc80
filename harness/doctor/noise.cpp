// SPDX-License-Identifier: Apache-2.0
// An A/A measurement: the same work again and again, and what else the host did beside
// it. From then on a launch counts as disturbed where there was more.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "doctor.hpp"
#include "site/noise_limits.hpp"

namespace assay::doctor {
namespace {

using Clock = std::chrono::steady_clock;

/// Counters have steps of 10 ms.
constexpr auto window = std::chrono::milliseconds(300);
/// Others on a login node want CPUs too.
constexpr int most_threads = 8;

constexpr auto cure_of_noise =
    "nothing, where that is usual here. Else end what else runs, and ask again: it is "
    "measured anew each time";

void keep_busy(int threads) {
  auto const end = Clock::now() + window;
  std::vector<std::jthread> busy;
  busy.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i)
    busy.emplace_back([end] {
      while (Clock::now() < end) {
      }
    });
}

std::vector<Noise> watch(Patient const& patient, int threads) {
  ActivityReader const reader(patient.root);
  std::vector<Noise> windows;
  while (windows.size() < fewest_windows) {
    auto const before = reader.read();
    double const begin_s = process_cpu_s();
    keep_busy(threads);
    auto const clock_hz = lowest_clock_hz(cpus_of_this_thread(), patient.root);
    auto noise = noise_between(before, reader.read(), process_cpu_s() - begin_s);
    noise.node = patient.machine.host;
    noise.clock_hz = threads > 1 ? clock_hz : std::nullopt;
    windows.push_back(std::move(noise));
  }
  return windows;
}

}  // namespace

Lines check_noise(Patient const& patient) {
  int const cpus = patient.machine.cores_per_node * patient.machine.threads_per_core;
  if (what_of_disturbed({}) == Disturbed::keep)
    return {{"noise", Level::ok, "not judged (ASSAY_DISTURBED=keep)"}};
  auto const windows = watch(patient, std::clamp(cpus, 1, most_threads));
  return {noise_line(patient.root == "/" ? keep_noise_limits(windows)
                                         : measured_limits(windows, ""))};
}

Line noise_line(NoiseLimits const& limits) {
  NoiseLimits const fixed;
  auto const text = fmt::format(
      "a launch counts as disturbed from {:.2f} CPUs of others, {:.1f} % of the time "
      "of "
      "CPUs taken by the hypervisor, or {:.0f} % of it waited for others",
      limits.others_cpus, 100 * limits.steal_share, 100 * limits.others_pressure_share);
  bool const is_usual = limits.others_cpus == fixed.others_cpus &&
                        limits.steal_share == fixed.steal_share &&
                        limits.others_pressure_share == fixed.others_pressure_share;
  if (is_usual) return {"noise", Level::ok, text};
  return {"noise", Level::warning, text + ": this host is never quiet", cure_of_noise};
}

}  // namespace assay::doctor
