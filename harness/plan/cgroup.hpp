// SPDX-License-Identifier: Apache-2.0
// The limit that a control group (container, batch step) puts on CPU time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace assay {

/// `cpu.max` of cgroup v2: "max 100000" or "150000 100000"; CPUs, or nothing without
/// limit.
std::optional<double> parse_cpu_max(std::string const& text);

/// The tightest quota in CPUs between our own group and the root of cgroup v2.
std::optional<double> cpu_quota(
    std::filesystem::path const& own_cgroup = "/proc/self/cgroup",
    std::filesystem::path const& root = "/sys/fs/cgroup");

}  // namespace assay
