// SPDX-License-Identifier: Apache-2.0
// How far a study is: our own files first, then Slurm.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "history.hpp"
#include "stop_rule.hpp"
#include "study_journals.hpp"
#include "submitted.hpp"

namespace assay {

struct LaunchState {
  std::string point;
  int launch = 1;
  std::string state;   ///< done, failed, running, pending or, without a job, open
  std::string detail;  ///< its time, why it failed, or Slurm's reason
};

struct StudyState {
  std::filesystem::path directory;
  nlohmann::json study;  ///< the line of that kind that counts; null for none
  History history;
  std::vector<BadLineOf> bad;
  std::vector<GroupState> groups;  ///< of a submission, the collecting job last
  double queue_age_s = 0;
  std::string queue_problem;
  std::vector<LaunchState> launches;  ///< where they are asked for

  /// Of the group that launches this point; nullptr where it was not submitted.
  GroupState const* group_of(nlohmann::json const& point) const;
};

enum class Detail { points, launches };

StudyState study_state(std::filesystem::path const& study_directory, Detail detail);

}  // namespace assay
