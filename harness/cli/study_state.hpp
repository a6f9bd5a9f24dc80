// SPDX-License-Identifier: Apache-2.0
// How far a study is: our own files first, then its scheduler.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "records/history.hpp"
#include "records/record.hpp"
#include "records/study_journals.hpp"
#include "scheduler/submitted.hpp"

namespace assay {

struct LaunchState {
  /// open: without a job
  enum class Of { done, failed, disturbed, running, pending, open };
  std::size_t point = 0;  ///< its place in the plan
  int launch = 1;
  Of state = Of::open;
  std::string detail;  ///< its value, what was wrong, or the scheduler's reason
};

std::string to_string(LaunchState::Of state);

struct StudyState {
  std::filesystem::path directory;
  std::optional<PlannedStudy> study;  ///< of the line of that kind that counts
  History history;
  std::vector<BadLineOf> bad;
  std::vector<GroupState> groups;  ///< of a submission, the collecting job last
  std::string scheduler;           ///< that was asked
  double queue_age_s = 0;
  std::string queue_problem;
  std::vector<LaunchState> launches;  ///< where they are asked for

  /// Of the group that launches this point; nullptr where it was not submitted.
  GroupState const* group_of(Point const& point) const;
  /// That of its group; "open" without one.
  std::string state_of_group(Point const& point) const;
};

enum class Detail { points, launches };

StudyState study_state(std::filesystem::path const& study_directory, Detail detail);

}  // namespace assay
