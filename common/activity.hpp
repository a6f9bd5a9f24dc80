// SPDX-License-Identifier: Apache-2.0
// How busy this host is with other things than the launch that is timed.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cpus.hpp"
#include "json.hpp"

namespace assay {

/// Counters of the whole host, at one moment. Absent: this kernel does not tell.
struct Activity {
  std::chrono::steady_clock::time_point at{};
  std::optional<double> load;           ///< average of the last minute, in processes
  std::optional<double> busy_s;         ///< CPU time of all processes since boot
  std::optional<double> steal_s;        ///< CPU time that the hypervisor gave to others
  std::optional<double> total_s;        ///< CPU time there was, idle time included
  std::optional<double> cpu_stalled_s;  ///< time in which some process waited for a CPU
  std::optional<double> throttles;  ///< how often cores and packages slowed for heat
  std::string governor;             ///< of the clock; empty where it is not shown
};

/// What disturbed a launch on one node. Absent: not known there.
struct Noise {
  std::string node{};
  std::optional<double> others_cpus;     ///< CPUs that others used at least, on average
  std::optional<double> steal_share;     ///< of the time of all CPUs, at least
  std::optional<double> pressure_share;  ///< of the time some process waited for a CPU
  /// At most so much of pressure_share comes from others: where a process of the launch
  /// waits for another one's, that one runs.
  std::optional<double> others_pressure_share;
  std::optional<double> throttles;
  std::optional<double> clock_hz;  ///< the slowest of the launch's CPUs, at its end
  std::string governor{};
};

/// Reads the counters of a host again and again.
class ActivityReader {
 public:
  /// `root` is "/", or a directory with another /proc and /sys.
  explicit ActivityReader(std::filesystem::path root = "/");

  Activity read() const;

 private:
  std::filesystem::path root_;
  std::vector<std::filesystem::path> throttle_counts_;
};

/// The lowest clock of these CPUs now; none where the kernel does not show one.
std::optional<double> lowest_clock_hz(CpuSet const& cpus,
                                      std::filesystem::path const& root = "/");

/// `own_cpu_s` is the CPU time of the launch itself; where it is not known, neither is
/// what others used. What is below the step of a counter is taken for none. Pure.
Noise noise_between(Activity const& before, Activity const& after,
                    std::optional<double> own_cpu_s);

/// The CPU time that this process has had.
double process_cpu_s();

/// Where a worker tells the noise of each of its nodes.
constexpr auto noise_by_node = "noise_by_node";

/// What is known of the noise, by the names of its members; texts too.
Json noise_json(Noise const& noise);
/// The numbers of it alone, as a record holds them.
Json noise_numbers(Noise const& noise);
/// Throws Json::exception where it is no such object.
Noise noise_from(Json const& json);

}  // namespace assay
