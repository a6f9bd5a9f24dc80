// SPDX-License-Identifier: Apache-2.0
// The jobs of a submitted study, as our files and its scheduler know them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "queue.hpp"
#include "submission.hpp"

namespace assay {

/// Group, or `collect`, -> ids of its jobs that wait or run.
using LiveJobs = std::map<std::string, std::vector<std::string>>;

/// "n2 (job 12), collect (job 13)"
std::string describe_jobs(LiveJobs const& jobs);

/// The live jobs of a study among all of the queue: known by id or by directory, so
/// that one is found too whose id was not noted any more. Pure but for reading files.
LiveJobs live_jobs(std::filesystem::path const& study_directory,
                   std::vector<QueuedJob> const& queue);

/// The same of what the scheduler answered. Jobs still held are of a submission that
/// was killed: they are cancelled and not counted. Throws EnvironmentError where it did
/// not answer.
LiveJobs take_live_jobs(Scheduler const& scheduler,
                        std::filesystem::path const& study_directory, QueueAnswer queue,
                        Environment const& environment);

/// Where the last answer of the queue is remembered, for all studies side by side.
std::filesystem::path queue_memory(std::filesystem::path const& study_directory);
/// To ask anew after a change of ours.
void forget_queue(std::filesystem::path const& study_directory);

struct GroupState {
  std::string name;
  int nodes = 0;
  std::string job;     ///< the latest; empty for none
  std::string state;   ///< its word in lower case, or `gone`, `unknown`
  std::string reason;  ///< the scheduler's, or ours

  bool waits() const { return state == "pending" || state == "configuring"; }
  bool runs() const { return state == "running" || state == "completing"; }
};

/// Of each group and of the collecting job. What the queue has forgotten is looked up
/// in `accounting`. Pure but for reading files.
std::vector<GroupState> group_states(
    Scheduler const& scheduler, std::filesystem::path const& study_directory,
    Submission const& submission, QueueAnswer const& queue,
    std::map<std::string, QueuedJob> const& accounting);

/// Latest jobs of groups that an answer of the queue does not hold.
std::vector<std::string> forgotten_jobs(std::filesystem::path const& study_directory,
                                        Submission const& submission,
                                        QueueAnswer const& queue);

}  // namespace assay
