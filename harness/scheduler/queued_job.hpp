// SPDX-License-Identifier: Apache-2.0
// A job as its queue tells of it.
#pragma once

#include <string>

namespace assay {

/// States are in the words of Slurm, whatever the scheduler.
struct QueuedJob {
  std::string id;         ///< of an array, that of the array
  std::string task;       ///< of an array; "N/A" otherwise
  std::string state;      ///< "PENDING", "RUNNING", ...
  std::string reason;     ///< the scheduler's word for why it waits or ended; "None"
  std::string directory;  ///< where it runs, by which a group knows its own
  bool is_held = false;   ///< by its user, as one is that was not released yet
  /// Waits for what waiting does not change: a limit for one job, a wrong name, a hold.
  bool never_starts = false;

  /// Waits, runs or will run again. States that are not known count as live.
  bool live() const;
};

/// Whether it is digits alone, as the ids of jobs are. Pure.
bool is_job_id(std::string const& text);

}  // namespace assay
