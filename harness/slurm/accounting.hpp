// SPDX-License-Identifier: Apache-2.0
// The limits that Slurm's accounting sets for the jobs of a study.
#pragma once

#include <string>

#include "job_limits.hpp"
#include "model/job_section.hpp"
#include "os/process.hpp"

namespace assay {

/// Whether Slurm keeps jobs to such limits, by `scontrol show config`. Pure.
bool enforces_limits(std::string const& config);

/// Asks Slurm for the limits of the partition's QOS, of the job's, and of the user's
/// association with its account, whether these wishes name them or not; none where
/// there is no accounting, where limits are not enforced, or it does not answer.
JobLimits observe_limits(JobSection const& wishes, Environment const& environment);

/// These wishes with the partition, account and QOS that sbatch takes: the last that
/// its words name, directives among them, else that of its variables (SBATCH_QOS).
/// Pure.
JobSection as_sbatch_reads(JobSection wishes, Environment const& environment);

}  // namespace assay
