// SPDX-License-Identifier: Apache-2.0
// Slurm's controller, which may be away for a while.
#pragma once

#include <string>
#include <vector>

#include "slurm_job.hpp"

namespace assay {

/// Whether a command of Slurm failed since the controller gave no answer. Pure.
bool is_silence(ProcessResult const& answer);

/// What squeue said of a job in the end.
struct AwaitedJob {
  std::optional<JobState> job;  ///< nothing where Slurm does not know it
  bool answered = false;        ///< false: not within the limit, or a signal came
};

/// Asks about the job until the controller answers, less and less often, at last every
/// 30 s; after a silence also until it knows the nodes of our own job. Says so on
/// standard error at the first silence.
AwaitedJob await_job(std::string const& job_id, Environment const& environment,
                     double limit_s);

/// Returns when a launch that Slurm lost may be tried again: after 2 s, after the
/// second loss 8 s, and once the controller answers. A node that was down, or is slow,
/// ends for some seconds every step of a job that it was told to end, though the job
/// has started again. Returns at once where a signal came.
void await_after_loss(std::string const& job_id, Environment const& environment,
                      double limit_s, int losses);

/// The names in Slurm's list form "n[1-2],m7", as scontrol reads it; empty where it
/// cannot.
std::vector<std::string> host_names(std::string const& list,
                                    Environment const& environment);

}  // namespace assay
