// SPDX-License-Identifier: Apache-2.0
// What Slurm says of all our jobs, asked seldom.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "os/process.hpp"

namespace assay {

struct QueuedJob {
  std::string id;         ///< of an array, that of the array
  std::string task;       ///< of an array; "N/A" otherwise
  std::string state;      ///< "PENDING", "RUNNING", ...
  std::string reason;     ///< Slurm's word for why it waits or ended; "None"
  std::string directory;  ///< where it runs, by which a group knows its own

  /// Waits, runs or will run again. States that are not known count as live.
  bool live() const;

  /// Waits for what waiting does not change: a limit for one job, a wrong name, a hold.
  bool never_starts() const;
};

/// Lines of squeue in the form of queue_format; others are left out. Pure.
std::vector<QueuedJob> parse_queue(std::string const& text);

/// Lines "id|state|reason" of sacct. Pure.
std::map<std::string, QueuedJob> parse_accounting(std::string const& text);

struct QueueAnswer {
  std::vector<QueuedJob> jobs;
  double age_s = 0;     ///< since Slurm said so
  std::string problem;  ///< Slurm's words where it did not answer; empty otherwise
};

/// One squeue for all jobs of this user, those that ended lately included.
QueueAnswer ask_queue(Environment const& environment);

/// As ask_queue, but at most once in 30 s for all studies (ASSAY_QUEUE_EVERY_S names
/// another time), and ever more seldom, up to 10 min, while Slurm does not answer;
/// between that from `memory`, a file.
QueueAnswer ask_queue_seldom(Environment const& environment,
                             std::filesystem::path const& memory);

/// Jobs that squeue has forgotten, by sacct; empty where there is no accounting. Each
/// is asked about once after an answer of ask_queue_seldom in `memory`.
std::map<std::string, QueuedJob> ask_accounting_seldom(
    std::vector<std::string> const& ids, Environment const& environment,
    std::filesystem::path const& memory);

}  // namespace assay
