// SPDX-License-Identifier: Apache-2.0
// What control groups (container, batch step) leave us of a node: CPU time and CPUs.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace assay {

/// `cpu.max` of cgroup v2: "max 100000" or "150000 100000"; CPUs, or nothing without
/// limit. Version 1 keeps the two numbers in two files, with -1 for no limit.
std::optional<double> parse_cpu_max(std::string const& text);

/// The tightest quota in CPUs between our own group and the root, of either version.
std::optional<double> cpu_quota(
    std::filesystem::path const& own_cgroup = "/proc/self/cgroup",
    std::filesystem::path const& root = "/sys/fs/cgroup");

/// The CPUs that our group may use, whatever the mask of this process; all that are
/// online where no group says more. Empty where neither can be read.
std::set<int> offered_cpus(
    std::filesystem::path const& own_cgroup = "/proc/self/cgroup",
    std::filesystem::path const& root = "/sys/fs/cgroup",
    std::filesystem::path const& online = "/sys/devices/system/cpu/online");

}  // namespace assay
