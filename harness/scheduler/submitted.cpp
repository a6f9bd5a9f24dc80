// SPDX-License-Identifier: Apache-2.0
#include "submitted.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "os/errors.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Every group that ever was, and the collecting job: of results that were deleted, as
/// the queue knows them.
std::set<std::string> groups_of(fs::path const& study_directory,
                                std::vector<QueuedJob> const& queue) {
  auto const groups = study_directory / "groups";
  std::set<std::string> names;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(groups, none))
    if (entry.is_directory(none)) names.insert(entry.path().filename().string());
  for (auto const& job : queue) {
    fs::path const place(job.directory);
    if (place.parent_path() == groups) names.insert(place.filename().string());
  }
  return names;
}

bool is_one_of(std::string const& id, std::vector<std::string> const& ids) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Of an array, whose tasks have lines of their own, what is most alive.
QueuedJob const* find_job(std::vector<QueuedJob> const& queue, std::string const& id) {
  auto const rank = [](QueuedJob const& job) {
    return job.state == "RUNNING"      ? 3
           : job.state == "COMPLETING" ? 2
           : job.live()                ? 1
                                       : 0;
  };
  QueuedJob const* best = nullptr;
  for (auto const& job : queue) {
    if (job.id == id && (best == nullptr || rank(job) > rank(*best))) best = &job;
  }
  return best;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

GroupState state_of(Scheduler const& scheduler, fs::path const& study_directory,
                    std::string const& name, int nodes, QueueAnswer const& queue,
                    std::map<std::string, QueuedJob> const& accounting) {
  auto const jobs = read_jobs(group_directory(study_directory, name));
  GroupState group{name, nodes, jobs.empty() ? "" : jobs.back(), "", ""};
  if (jobs.empty()) {
    group.state = "unsubmitted";
    return group;
  }
  auto const* job = find_job(queue.jobs, group.job);
  auto const known = accounting.find(group.job);
  if (job == nullptr && known != accounting.end()) job = &known->second;
  if (job != nullptr) {
    group.state = lower(job->state);
    if (job->reason != "None") group.reason = job->reason;
    if (job->never_starts) group.reason = "cannot start: " + job->reason;
  } else if (!queue.problem.empty()) {
    group.state = "unknown";
  } else {
    group.state = "gone";
    group.reason = scheduler.name + " does not know the job any more";
  }
  return group;
}

/// The groups, and the collecting job where there is one.
std::vector<std::pair<std::string, int>> parts_of(fs::path const& study_directory,
                                                  Submission const& submission) {
  std::vector<std::pair<std::string, int>> parts;
  for (auto const& group : submission.groups)
    parts.emplace_back(group.name, group.nodes);
  std::sort(parts.begin(), parts.end(),
            [](auto const& a, auto const& b) { return a.second < b.second; });
  if (!read_jobs(group_directory(study_directory, collect_group)).empty())
    parts.emplace_back(collect_group, 1);
  return parts;
}

}  // namespace

std::string describe_jobs(LiveJobs const& jobs) {
  std::string text;
  for (auto const& [group, ids] : jobs)
    text += fmt::format("{}{} (job {})", text.empty() ? "" : ", ", group,
                        fmt::join(ids, ", "));
  return text;
}

LiveJobs live_jobs(fs::path const& study_directory,
                   std::vector<QueuedJob> const& queue) {
  LiveJobs live;
  for (auto const& group : groups_of(study_directory, queue)) {
    auto const directory = group_directory(study_directory, group);
    auto const noted = read_jobs(directory);
    auto& ids = live[group];
    for (auto const& job : queue) {
      bool const is_ours = is_one_of(job.id, noted) || job.directory == directory;
      if (is_ours && job.live() && !is_one_of(job.id, ids)) ids.push_back(job.id);
    }
    if (ids.empty()) live.erase(group);
  }
  return live;
}

LiveJobs take_live_jobs(Scheduler const& scheduler, fs::path const& study_directory,
                        QueueAnswer queue, Environment const& environment) {
  if (!queue.problem.empty())
    throw EnvironmentError(fmt::format("{} does not answer: {}. Try again once {} does",
                                       scheduler.queue->asks, queue.problem,
                                       scheduler.name));
  std::vector<QueuedJob> held;
  auto const is_held = [](QueuedJob const& job) { return job.is_held; };
  std::copy_if(queue.jobs.begin(), queue.jobs.end(), std::back_inserter(held), is_held);
  std::string problem;
  for (auto const& [group, ids] : live_jobs(study_directory, held))
    scheduler.queue->cancel(ids, environment, problem);
  queue.jobs.erase(std::remove_if(queue.jobs.begin(), queue.jobs.end(), is_held),
                   queue.jobs.end());
  return live_jobs(study_directory, queue.jobs);
}

fs::path queue_memory(fs::path const& study_directory) {
  return study_directory.parent_path() / ".queue.json";
}

void forget_queue(fs::path const& study_directory) {
  std::error_code none;
  fs::remove(queue_memory(study_directory), none);
}

std::vector<GroupState> group_states(
    Scheduler const& scheduler, fs::path const& study_directory,
    Submission const& submission, QueueAnswer const& queue,
    std::map<std::string, QueuedJob> const& accounting) {
  std::vector<GroupState> states;
  for (auto const& [name, nodes] : parts_of(study_directory, submission))
    states.push_back(
        state_of(scheduler, study_directory, name, nodes, queue, accounting));
  return states;
}

std::vector<std::string> forgotten_jobs(fs::path const& study_directory,
                                        Submission const& submission,
                                        QueueAnswer const& queue) {
  std::vector<std::string> ids;
  for (auto const& [name, nodes] : parts_of(study_directory, submission)) {
    auto const jobs = read_jobs(group_directory(study_directory, name));
    if (!jobs.empty() && find_job(queue.jobs, jobs.back()) == nullptr)
      ids.push_back(jobs.back());
  }
  return ids;
}

}  // namespace assay
