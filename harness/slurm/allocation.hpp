// SPDX-License-Identifier: Apache-2.0
// The Slurm job that we run in, as its environment describes it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct Allocation {
  std::string job_id;
  int nodes = 1;
  std::vector<int> cpus;  ///< of each node, as Slurm counts them
  /// As the job asked, by --threads-per-core or --hint=nomultithread: Slurm then counts
  /// only so many CPUs of each core.
  std::optional<int> threads_per_core;
};

/// Reads SLURM_JOB_ID, SLURM_JOB_NUM_NODES, SLURM_JOB_CPUS_PER_NODE ("4(x2),2"),
/// SLURM_THREADS_PER_CORE and SLURM_HINT. Nothing where no job is named or its
/// description is unusable. Pure.
std::optional<Allocation> parse_allocation(
    std::map<std::string, std::string> const& environment);

/// The counts in Slurm's list form "4(x2),2": 4, 4, 2; nothing where it is malformed.
std::optional<std::vector<int>> parse_counts(std::string const& list);

/// Node -> CPUs that Slurm counts for each of its cores, from lines "name|sockets|cores
/// of a socket|CPUs" of sinfo. It is 1 where a site has as many CPUs as cores, whatever
/// hardware threads these have. Pure.
std::map<std::string, int> parse_cpus_per_core(std::string const& text);

/// What each node of a job gives to a launch.
struct NodeShare {
  int cores = 1;
  int threads_per_core = 1;
};

/// The least that a node of `names` has: its CPUs are as many for a core as
/// `cpus_per_core` says of it, of a node that is not there `elsewhere`. Pure.
NodeShare least_share(Allocation const& allocation,
                      std::vector<std::string> const& names,
                      std::map<std::string, int> const& cpus_per_core, int elsewhere);

}  // namespace assay
