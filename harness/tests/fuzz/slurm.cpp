// SPDX-License-Identifier: Apache-2.0
// What Slurm's commands and its environment say: nodes, queues, counts, times.

#include "common/cpu_list.hpp"
#include "os/errors.hpp"
#include "pieces.hpp"
#include "scheduler/cluster_nodes.hpp"
#include "slurm/allocation.hpp"
#include "slurm/cluster_nodes.hpp"
#include "slurm/slurm_job.hpp"
#include "slurm/slurm_queue.hpp"
#include "targets.hpp"

namespace assay::fuzz {
namespace {

void read_environment(std::vector<std::string> const& pieces) {
  auto const allocation = parse_allocation({{"SLURM_JOB_ID", "7"},
                                            {"SLURM_JOB_NUM_NODES", pieces[0]},
                                            {"SLURM_JOB_CPUS_PER_NODE", pieces[1]},
                                            {"SLURM_THREADS_PER_CORE", pieces[2]}});
  if (allocation)
    least_share(*allocation, {"a", "b"}, parse_cpus_per_core(pieces[1]), 2);
}

void describe(std::string const& text) try {
  described_nodes(text);
} catch (Error const&) {
}

}  // namespace

void slurm(std::string_view text) {
  std::string const whole(text);
  auto const pieces = pieces_of(text, 3);
  read_environment(pieces);
  parse_nodes(pieces[0], pieces[1], pieces[2]);
  for (auto const& job : parse_queue(whole)) job.live();
  parse_accounting(whole);
  parse_time_left(whole);
  parse_job_state(whole, "7");
  parse_cpu_list(whole);
  parse_counts(whole);
  describe(whole);
}

}  // namespace assay::fuzz
