// SPDX-License-Identifier: Apache-2.0
// What else this host does: lately, by its load, and at this moment, by a short look.
#include <chrono>
#include <thread>

#include "doctor.hpp"
#include "judge/disturbance.hpp"

namespace assay::doctor {
namespace {

/// Ticks of the kernel's counters are 10 ms: 2 % of this.
constexpr auto look = std::chrono::milliseconds(500);

constexpr auto busy_cure =
    "times will be uneven: end what else runs, or measure on another host";

}  // namespace

Lines check_load(Patient const& patient) {
  int const cpus = patient.machine.cores_per_node * patient.machine.threads_per_core;
  ActivityReader const reader(patient.root);
  auto const before = reader.read();
  std::this_thread::sleep_for(look);
  auto const after = reader.read();
  auto const noise = describe_noise(noise_between(before, after, 0), {});
  if (!noise.empty())
    return {{"load", Level::warning, "now, while nothing is measured: " + noise,
             busy_cure}};
  auto const load = describe_load(after, cpus);
  if (load.empty()) return {{"load", Level::ok, "this host is quiet"}};
  return {{"load", Level::warning, load + " in the last minute, quiet now",
           "wait a minute; times are uneven where it comes again"}};
}

}  // namespace assay::doctor
