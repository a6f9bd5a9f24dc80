// SPDX-License-Identifier: Apache-2.0
// The journals of a study: its own, and one of each group of a submission.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "history.hpp"
#include "journal.hpp"
#include "merger.hpp"
#include "model/study.hpp"
#include "record.hpp"

namespace assay {

struct BadLineOf {
  std::filesystem::path file;
  BadLine line;
};

/// What a study knows, whether collected or not, each attempt once.
// The move of a Json is sound. NOLINTNEXTLINE(bugprone-exception-escape)
struct StudyJournals {
  History history;
  /// What is known of launches that failed: point and launch -> detail.
  std::map<std::pair<std::string, int>, std::string> failures;
  std::vector<BadLineOf> bad;
  Json study;  ///< the last line of that kind of its own journal
  std::optional<PlannedStudy> planned{};  ///< what that says
  std::map<std::string, Json> groups;     ///< name -> the last of theirs
};

StudyJournals read_study_journals(std::filesystem::path const& directory);

/// Names of groups that have a directory, in order of their node counts.
std::vector<std::string> group_names(std::filesystem::path const& directory);

/// The plan of a submission, with what its groups themselves planned in place.
Json overall_plan(Json plan, std::map<std::string, Json> const& groups);

struct Collected {
  std::size_t lines = 0;  ///< new in the study's own journal
  std::vector<BadLineOf> bad;
};

/// Appends what the groups have and the study's own journal has not. To be killed at
/// any moment and done again. Throws LockedError, StorageError.
Collected collect_journals(std::filesystem::path const& directory, Json const& plan);

/// Gives the journal of a group what the study's own knows of these points.
void seed_group(std::filesystem::path const& directory, std::string const& group,
                std::vector<std::string> const& points);

}  // namespace assay
