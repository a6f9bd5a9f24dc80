// SPDX-License-Identifier: Apache-2.0
// The CPUs of a thread, and the physical cores under them.
#pragma once

#include <filesystem>
#include <optional>

#include "cpu_list.hpp"

namespace assay {

/// The CPUs on which the calling thread may run. Throws std::system_error.
CpuSet cpus_of_this_thread();

/// All hardware threads of the cores that the CPUs belong to, by the sibling lists
/// under `topology`; a CPU without a list stands for itself.
CpuSet core_cpus(CpuSet const& cpus,
                 std::filesystem::path const& topology = "/sys/devices/system/cpu");

/// The first hardware thread of each core that the CPUs belong to, by the sibling lists
/// under `topology`: one CPU for each core, the same for all CPUs of it. Nothing where
/// a list is not there.
std::optional<CpuSet> first_cpus_of_cores(
    CpuSet const& cpus,
    std::filesystem::path const& topology = "/sys/devices/system/cpu");

/// How many physical cores the CPUs belong to, by the sibling lists under `topology`;
/// nothing where a list is not there.
std::optional<int> physical_cores(
    CpuSet const& cpus,
    std::filesystem::path const& topology = "/sys/devices/system/cpu");

}  // namespace assay
