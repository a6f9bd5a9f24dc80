// SPDX-License-Identifier: Apache-2.0
// The nodes that a study could get, seen from a login node.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "model/job_section.hpp"
#include "os/process.hpp"
#include "scheduler/cluster_nodes.hpp"

namespace assay {

/// From sinfo; of `partition`, or where that is empty of the default one. Nothing where
/// there is no such partition. Pure.
std::optional<ClusterNodes> parse_nodes(std::string const& text,
                                        std::string const& partition,
                                        std::string const& constraint);

/// Asks sinfo once. Throws EnvironmentError where it does not answer.
std::optional<ClusterNodes> observe_nodes(JobSection const& wishes,
                                          Environment const& environment);

/// Node -> CPUs for each core, as parse_cpus_per_core, of the nodes in Slurm's list
/// form; empty where sinfo does not answer.
std::map<std::string, int> cpus_per_core_of_nodes(std::string const& list,
                                                  Environment const& environment);

}  // namespace assay
