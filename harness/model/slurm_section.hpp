// SPDX-License-Identifier: Apache-2.0
// How a study wants its Slurm jobs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// What a job does whose time ends before the study does.
enum class Continuation { none, requeue, resubmit };

/// Whether launches of kernels may run at the same time, on nodes of their own.
enum class SideBySide { no, yes };

struct SlurmSection {
  std::string partition, account, qos, constraint, reservation;  ///< empty: the site's
  std::optional<double> time_s;         ///< of each job; else from the plan's estimate
  std::vector<std::string> directives;  ///< further words for sbatch, each "--…"
  Continuation continuation = Continuation::none;
  SideBySide side_by_side = SideBySide::no;
};

}  // namespace assay
