// SPDX-License-Identifier: Apache-2.0
// The hosts that a parallel environment of Grid Engine gives.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/cluster_nodes.hpp"

namespace assay {

struct GridHost {
  int cores = 1;
  int threads_per_core = 1;
  double memory_bytes = 0;
  std::map<std::string, int> slots{};  ///< by queue
};

/// From `qhost -q -xml`. Pure.
std::map<std::string, GridHost> parse_qhost(std::string const& text);

/// What `qconf -sp` says of a parallel environment.
struct ParallelEnvironment {
  std::string name;
  std::string rule;  ///< "16", "$fill_up", "$pe_slots", ...
  int slots = 0;     ///< of all jobs together
};

ParallelEnvironment parse_parallel_environment(std::string const& text);

/// Slots that a job has on each of its hosts, where a host offers so many; nothing
/// where the rule gives no whole hosts. Pure.
std::optional<int> slots_of_host(ParallelEnvironment const& environment, int offered);

/// The hosts of the instances "queue@host", of unlike ones the least of each. Nothing
/// where there are none. Pure.
std::optional<ClusterNodes> nodes_of_instances(
    ParallelEnvironment const& environment, std::vector<std::string> const& instances,
    std::map<std::string, GridHost> const& hosts);

}  // namespace assay
