// SPDX-License-Identifier: Apache-2.0
// Launches that Slurm lost, told from those that failed by themselves.
#pragma once

#include <functional>

#include "judge.hpp"

namespace assay {

/// A launch lost by its node, by Slurm or by a full disk is tried this often before it
/// counts as failed.
constexpr int most_losses = 3;

/// Whether the verdict is one of those that are tried again: `node`, `scheduler` and
/// `storage`.
bool is_loss(VerdictClass verdict);

/// The verdict in the light of the job that the launch ran in: `interrupted` where the
/// job was ending, which `job_is_ending` is asked only about failures that this would
/// explain; `node` where srun saw a node fail; `scheduler` where it started nothing,
/// for a reason that may pass, or the step was ended from outside before any rank had;
/// `device` where the job lacks the GPUs.
Verdict in_job(Verdict const& verdict, Evidence const& evidence,
               std::function<bool()> const& job_is_ending);

}  // namespace assay
