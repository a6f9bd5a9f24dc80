// SPDX-License-Identifier: Apache-2.0
// How busy this host is with other things than the launch that is timed.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace assay {

/// Counters of the whole host, at one moment. Absent: this kernel does not tell.
struct Activity {
  std::chrono::steady_clock::time_point at{};
  std::optional<double> load;           ///< average of the last minute, in processes
  std::optional<double> busy_s;         ///< CPU time of all processes since boot
  std::optional<double> steal_s;        ///< CPU time that the hypervisor gave to others
  std::optional<double> total_s;        ///< CPU time there was, idle time included
  std::optional<double> cpu_stalled_s;  ///< time in which some process waited for a CPU
};

/// What disturbed a launch.
struct Noise {
  std::optional<double> others_cpus;     ///< CPUs that other processes used, on average
  std::optional<double> steal_share;     ///< of the time of all CPUs
  std::optional<double> pressure_share;  ///< of the time some process waited for a CPU
};

Activity read_activity(std::filesystem::path const& proc = "/proc");

/// `own_cpu_s` is the CPU time of the launch itself; where it is not known, neither is
/// what others used. Pure.
Noise noise_between(Activity const& before, Activity const& after,
                    std::optional<double> own_cpu_s);

/// What of it is above its limit, in words; empty where nothing is. Pure.
std::string describe_noise(Noise const& noise);

/// Whether the host is busy before anything of ours runs, in words. Pure.
std::string describe_load(Activity const& now, int cpus);

/// Others may use a tenth of a CPU (daemons do), the hypervisor half a
/// percent, and a fifth of the time may pass with some process waiting for a CPU.
constexpr double most_others_cpus = 0.1;
constexpr double most_steal_share = 0.005;
constexpr double most_pressure_share = 0.2;
/// Of the CPUs of the host, before a study.
constexpr double most_load_per_cpu = 0.25;

}  // namespace assay
