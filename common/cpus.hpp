// SPDX-License-Identifier: Apache-2.0
// The CPUs of a thread, and the physical cores under them.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "cpu_list.hpp"

namespace assay {

/// The CPUs on which the calling thread may run. Throws std::system_error.
CpuSet cpus_of_this_thread();

/// Binds the calling thread, and what it starts, to these CPUs. Throws
/// std::system_error.
void bind_this_thread(CpuSet const& cpus);

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

/// All CPUs of each socket that the CPUs belong to, in their order; none where the
/// lists under `topology` are not there.
std::vector<CpuSet> sockets_of(
    CpuSet const& cpus,
    std::filesystem::path const& topology = "/sys/devices/system/cpu");

/// The same of the NUMA domains under `nodes`.
std::vector<CpuSet> numa_domains_of(
    CpuSet const& cpus,
    std::filesystem::path const& nodes = "/sys/devices/system/node");

/// How many physical cores the CPUs belong to, by the sibling lists under `topology`;
/// nothing where a list is not there.
std::optional<int> physical_cores(
    CpuSet const& cpus,
    std::filesystem::path const& topology = "/sys/devices/system/cpu");

/// Of the CPUs that a node offers those of the rank with this number there, which has
/// so many whole cores; nothing where that are too few.
std::optional<CpuSet> cpus_of_rank(
    int number_on_node, int cores_per_rank, CpuSet const& offered,
    std::filesystem::path const& topology = "/sys/devices/system/cpu");

}  // namespace assay
