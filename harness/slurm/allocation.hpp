// SPDX-License-Identifier: Apache-2.0
// The Slurm job that we run in, as its environment describes it.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace assay {

struct Allocation {
  std::string job_id;
  int nodes = 1;
  int cpus_per_node = 1;  ///< the smallest of all nodes
};

/// Reads SLURM_JOB_ID, SLURM_JOB_NUM_NODES and SLURM_JOB_CPUS_PER_NODE ("4(x2),2").
/// Nothing where no job is named or its description is unusable. Pure.
std::optional<Allocation> parse_allocation(
    std::map<std::string, std::string> const& environment);

/// The smallest count in Slurm's list form "4(x2),2"; nothing where it is malformed.
std::optional<int> smallest_count(std::string const& list);

}  // namespace assay
