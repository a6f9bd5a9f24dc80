// SPDX-License-Identifier: Apache-2.0
// The loop: blocks of launches in random order, each judged and journalled, until every
// point is known well enough.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "attempt.hpp"
#include "history.hpp"
#include "job_clock.hpp"
#include "journal.hpp"
#include "observer.hpp"
#include "plan.hpp"

namespace assay {

enum class Failed { keep, retry };  ///< launches that failed in an earlier run

struct RunSpec {
  Study study;
  Plan plan;
  std::vector<std::string> ids;  ///< of plan.points
  std::filesystem::path directory;
  Environment base_environment;
  /// Backend -> SHA-256 of its worker when `ids` were made. One that is not named is
  /// not watched.
  std::map<std::string, std::string> worker_hashes{};
  nlohmann::ordered_json manifest;  ///< without id
  Failed failed = Failed::keep;
  MpiLauncher mpi{};
  std::string srun_mpi{};  ///< see Site
  JobClock clock{};
  nlohmann::ordered_json job{};           ///< of Slurm, for the records; null outside
  std::function<bool()> job_is_ending{};  ///< asked after failures; empty outside a job
};

struct RunOutcome {
  int ok = 0;
  int failed = 0;       ///< settled launches of this study's points that are not ok
  int signal = 0;       ///< that ended the run, or 0
  int settled = 0;      ///< launches of this run, good or bad
  int out_of_time = 0;  ///< launches left out since the job would have cut them
};

/// A point with this many failed launches and no good one is given up; with one of the
/// class `config`, at once.
constexpr int most_failures = 3;

/// Continues where the journal ends. Throws StorageError, and EnvironmentError once a
/// worker has changed: every further launch would be of another point. Every finished
/// attempt is in the journal by then.
RunOutcome run_study(RunSpec const& spec, Journal& journal, Starter const& start,
                     Observer& observer);

}  // namespace assay
