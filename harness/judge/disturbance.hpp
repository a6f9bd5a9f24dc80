// SPDX-License-Identifier: Apache-2.0
// Whether others disturbed a launch: what they did, against limits of the host.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/activity.hpp"
#include "verdict.hpp"

namespace assay {

/// What a launch may be disturbed at most by. These numbers hold where no A/A
/// measurement of the host is known: daemons use a tenth of a CPU, and 3 % of a clock
/// is what a temperature does.
struct NoiseLimits {
  double others_cpus = 0.1;
  double steal_share = 0.005;
  double others_pressure_share = 0.2;
  std::optional<double> least_clock_hz{};  ///< none: the clock is not judged
  std::string governor{};      ///< another one is a disturbance; empty: not judged
  std::string measured_utc{};  ///< when they were measured; empty: the fixed ones
};

/// A host that always does more than this is not quiet, however usual it is there.
inline NoiseLimits largest_limits() { return {0.5, 0.05, 0.5}; }

/// What a host does of itself, by launches or windows of an A/A measurement: three
/// times the median, from the fixed limits to the largest; a clock 3 % below the
/// lowest, and the governor that all had. The fixed ones for less than
/// `fewest_windows`. Pure.
NoiseLimits measured_limits(std::vector<Noise> const& windows,
                            std::string const& measured_utc);

constexpr std::size_t fewest_windows = 10;

/// What of the noise is beyond its limit, in words; empty where nothing is. Pure.
std::string describe_noise(Noise const& noise, NoiseLimits const& limits);

/// Whether the host is busy before anything of ours runs, in words. Pure.
std::string describe_load(Activity const& now, int cpus);

/// Of the CPUs of the host, before a study.
constexpr double most_load_per_cpu = 0.25;

/// The largest of each, as a launch is disturbed by its worst node. Pure.
Noise worst_of(std::vector<Noise> const& nodes);

/// By the name of a node; those that are not measured have the fixed ones.
using LimitsByNode = std::map<std::string, NoiseLimits>;

NoiseLimits limits_of(LimitsByNode const& measured, std::string const& node);

/// `disturbed`, with the nodes that were where others were not; nothing for a quiet
/// launch. Pure.
std::optional<Verdict> check_noise(std::vector<Noise> const& nodes,
                                   LimitsByNode const& measured);

/// Attempts of one launch that may be disturbed before it counts as such.
constexpr int most_disturbed_attempts = 3;

/// Whether a launch that was disturbed `attempts` times is tried again: not where
/// disturbance is no exception, since of its point so many were good, and so many
/// attempts disturbed.
bool may_try_again(int attempts, int disturbed, int good);

}  // namespace assay
