// SPDX-License-Identifier: Apache-2.0
// What `assay submit` knew, for the jobs: results/<study>/submission.json.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "group_job.hpp"
#include "model/machine.hpp"

namespace assay {

// The move of a Json is sound. NOLINTNEXTLINE(bugprone-exception-escape)
struct Submission {
  std::string study;
  std::string file;  ///< absolute; what the study names is relative to it
  std::string text;
  std::vector<std::string> overrides;  ///< KEY=VALUE of the command line
  std::string submitted_utc;
  std::string scheduler;  ///< its name
  Machine machine;        ///< the whole cluster, which `auto` means in every job
  std::vector<GroupJob> groups;
  Json plan;  ///< the line of kind `study` over all groups
};

Json to_json(Submission const& submission);
Submission submission_from(Json const& json);

std::filesystem::path submission_file(std::filesystem::path const& study_directory);
/// Nothing where the study was not submitted. Throws StorageError.
std::optional<Submission> read_submission(std::filesystem::path const& study_directory);
void write_submission(std::filesystem::path const& study_directory,
                      Submission const& submission);

std::filesystem::path group_directory(std::filesystem::path const& study_directory,
                                      std::string const& group);
/// The pseudo group of the last job.
inline constexpr char const* collect_group = "collect";

/// Ids of jobs of a group, oldest first.
std::vector<std::string> read_jobs(std::filesystem::path const& group_directory);
/// Adds one; on the disk when it returns.
void note_job(std::filesystem::path const& group_directory, std::string const& job);

}  // namespace assay
