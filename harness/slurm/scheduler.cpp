// SPDX-License-Identifier: Apache-2.0
// Slurm, as runs and submissions know it.
#include "scheduler/scheduler.hpp"

#include <fmt/format.h>

#include "accounting.hpp"
#include "allocation.hpp"
#include "cluster_nodes.hpp"
#include "controller.hpp"
#include "first_site.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/spawn.hpp"
#include "sbatch.hpp"
#include "slurm_job.hpp"
#include "slurm_queue.hpp"
#include "srun.hpp"

namespace assay {
namespace {

std::string named_job(Environment const& environment) {
  return variable_of(environment, "SLURM_JOB_ID");
}

// To take the job for a stale one would plan for one node.
std::optional<JobState> require_answer(std::string const& job_id,
                                       Environment const& environment) {
  constexpr double limit_s = 60;
  auto const awaited = await_job(job_id, environment, limit_s);
  if (awaited.answered) return awaited.job;
  throw EnvironmentError(
      "Slurm's controller does not answer, so what job " + job_id +
      " has is not known. Try again later; outside of the job: unset SLURM_JOB_ID");
}

bool apply_allocation(Machine& machine, Environment const& environment) {
  auto const allocation = parse_allocation(environment);
  auto const job = allocation ? require_answer(allocation->job_id, environment)
                              : std::optional<JobState>();
  if (!job || job->state != "RUNNING") return false;
  machine.job_left_s = job->left_s;
  machine.job_id = allocation->job_id;
  machine.nodes = allocation->nodes;
  auto const list = variable_of(environment, "SLURM_JOB_NODELIST");
  machine.node_names = host_names(list, environment);
  machine.srun = observe_srun(environment);
  auto const nodes = cpus_per_core_of_nodes(list, environment);
  auto const share =
      least_share(*allocation, machine.node_names, nodes, machine.threads_per_core);
  machine.cores_per_node = share.cores;
  machine.limit_of_cores.clear();  // that of this process, whose launches are steps
  machine.threads_per_core = share.threads_per_core;
  return true;
}

// Inside a step ours would else wait for the resources that it holds.
Environment step_additions(Environment const& environment) {
  if (environment.count("SLURM_STEP_ID") == 0) return {};
  return {{"SLURM_OVERLAP", "1"}};
}

bool is_restarted(Environment const& environment) {
  auto const restarts = variable_of(environment, "SLURM_RESTART_COUNT");
  return !restarts.empty() && restarts != "0";
}

std::string cluster_name(Environment const& environment) {
  return variable_of(environment, "SLURM_CLUSTER_NAME");
}

void end_rest_of_array(Environment const& environment) {
  auto const array = variable_of(environment, "SLURM_ARRAY_JOB_ID");
  if (array.empty()) return;
  run_process({{"scancel", "--state=PENDING", array}, environment, "/", ""},
              {.timeout_s = 60});
}

int preference(Environment const& environment) {
  try {
    find_program({{"sbatch"}, environment, "/", ""});
    return 1;
  } catch (StartError const&) {
    return 0;
  }
}

std::string obstacle(JobSection const& wishes) {
  auto const forbidden = forbidden_directive(wishes);
  if (forbidden == "clusters")
    return "slurm.directives: --clusters is asked of sbatch alone, and status and "
           "cancel would look at another cluster. For all commands: export "
           "SLURM_CLUSTERS=NAME";
  if (forbidden.empty()) return {};
  return fmt::format(
      "the option --{} of sbatch is set by assay submit itself. Leave it out of "
      "slurm.directives",
      forbidden);
}

/// Lets Slurm say what is wrong with a partition that sinfo does not know.
[[noreturn]] void refuse_partition(JobSection const& wishes, JobPlaces const& places,
                                   Environment const& environment) {
  Argv words{"sbatch", "--test-only", "--nodes=1"};
  auto const wished = wish_words(wishes);
  words.insert(words.end(), wished.begin(), wished.end());
  words.push_back((places.project / "jobscripts" / "group.sh").string());
  auto const answer = run_process({words, environment, "/", ""}, {.timeout_s = 60});
  throw EnvironmentError(fmt::format(
      "sinfo shows no nodes of {}; Slurm says: {}. Name another partition (slurm: in "
      "the study, or -D slurm.partition=NAME)",
      wishes.partition.empty() ? "a default partition"
                               : "partition " + wishes.partition,
      words_of_slurm(answer)));
}

ClusterNodes nodes_of(JobSection const& wishes, JobPlaces const& places,
                      Environment const& environment) {
  auto const asked = as_sbatch_reads(wishes, environment);
  auto nodes = observe_nodes(asked, environment);
  if (!nodes) refuse_partition(asked, places, environment);
  apply_limits(*nodes, observe_limits(asked, environment));
  return *nodes;
}

Argv words_of_group(GroupJob const& group, JobSection const& wishes,
                    JobPlaces const& places, ClusterNodes const&) {
  return group_words(group, wishes, places);
}

RegisterScheduler const registered{
    {.name = "Slurm",
     .place = 1,
     .section = &Study::slurm,
     .section_name = "slurm",
     .job = {.variable = "SLURM_JOB_ID",
             .record_key = "slurm",
             .named = named_job,
             .kept = {"SLURM_*", "SLURMD_*", "SRUN_*"},
             .additions = step_additions,
             .apply = apply_allocation,
             .observe = observe_job,
             .await_after_loss = await_after_loss,
             .record = job_json,
             .is_restarted = is_restarted,
             .cluster = cluster_name,
             .continuation = continuation_words,
             .end_rest_of_array = end_rest_of_array},
     .queue = QueueCalls{.submits = "sbatch",
                         .has_srun = true,
                         .asks = "squeue",
                         .preference = preference,
                         .environment = submitting_environment,
                         .obstacle = obstacle,
                         .nodes = nodes_of,
                         .group_words = words_of_group,
                         .collect_words = collect_words,
                         .submit = submit_job,
                         .release = release_jobs,
                         .cancel = cancel_jobs,
                         .ask = ask_squeue_of_user,
                         .read = parse_queue,
                         .ask_accounting = ask_sacct,
                         .read_accounting = parse_accounting,
                         .first_site = ask_for_site}}};

}  // namespace
}  // namespace assay
