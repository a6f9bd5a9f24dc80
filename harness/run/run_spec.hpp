// SPDX-License-Identifier: Apache-2.0
// What is measured, and where.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "execute/attempt.hpp"
#include "judge/disturbance.hpp"
#include "plan/plan.hpp"
#include "scheduler/job_clock.hpp"

namespace assay {

enum class Failed { keep, retry };  ///< launches that failed in an earlier run

/// The job that a study runs in.
struct JobSpec {
  std::string record_key{};          ///< of `record` in the records
  Json record{};                     ///< for the records; null outside of a job
  std::vector<std::string> nodes{};  ///< by name; empty where they are not known
  JobClock clock{};
  std::function<bool()> is_ending{};  ///< asked after failures; empty outside of a job
  /// Called after the n-th loss of one launch; returns once it may be tried again.
  std::function<void(int losses)> await_scheduler{};
};

struct RunSpec {
  Study study;
  Plan plan;
  std::vector<std::string> ids;  ///< of plan.points
  std::filesystem::path directory;
  Environment base_environment;
  /// Backend -> SHA-256 of its worker when `ids` were made. One that is not named is
  /// not watched.
  std::map<std::string, std::string> worker_hashes{};
  Json manifest;  ///< without id
  Failed failed = Failed::keep;
  MpiLauncher mpi{};
  std::vector<std::string> srun_mpi{};  ///< of plan.points, see SlurmStep; may be empty
  JobSpec job{};
  std::string host{};  ///< that this runs on
  Disturbed disturbed = Disturbed::repeat;
  LimitsByNode noise_limits{};
  /// Called once for a node without measured limits, with the noise of the first
  /// launches on it.
  std::function<void(std::vector<Noise> const&)> keep_limits{};
};

}  // namespace assay
