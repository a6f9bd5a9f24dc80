// SPDX-License-Identifier: Apache-2.0
#include "slurm_queue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "sbatch.hpp"

namespace assay {
namespace {

/// Reasons of pending jobs that end by a change of the job or of the site only; limits
/// for one job beside these are told by their names.
constexpr std::array final_reasons = {
    "AccountNotAllowed",
    "BadConstraints",
    "DependencyNeverSatisfied",
    "InvalidAccount",
    "InvalidQOS",
    "JobHeldAdmin",
    "JobHeldUser",
    "JobHoldMaxRequeue",
    "PartitionConfig",
    "PartitionNodeLimit",
    "PartitionTimeLimit",
    "QOSNotAllowed",
    "launch failed requeued held",
};

/// As in QOSMaxNodePerJobLimit, AssocMaxWallDurationPerJobLimit, QOSMinCpuNotSatisfied.
constexpr std::array parts_of_job_limits = {"PerJob", "MaxWall", "PerNode",
                                            "NotSatisfied", "QOSTimeLimit"};

/// The directory last: it alone may hold anything.
constexpr char const* queue_format = "--format=%F|%K|%T|%r|%Z";

std::vector<std::string> fields_of(std::string const& line, std::size_t count) {
  std::vector<std::string> fields;
  std::istringstream text(line);
  for (std::string field; fields.size() + 1 < count && std::getline(text, field, '|');)
    fields.push_back(field);
  std::string rest;
  std::getline(text, rest);
  fields.push_back(rest);
  return fields;
}

bool never_starts(std::string const& state, std::string const& reason) {
  if (state != "PENDING") return false;
  auto const is_part = [&](char const* part) {
    return reason.find(part) != reason.npos;
  };
  return std::find(final_reasons.begin(), final_reasons.end(), reason) !=
             final_reasons.end() ||
         std::any_of(parts_of_job_limits.begin(), parts_of_job_limits.end(), is_part);
}

}  // namespace

std::vector<QueuedJob> parse_queue(std::string const& text) {
  std::vector<QueuedJob> jobs;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto const fields = fields_of(line, 5);
    if (fields.size() != 5 || !is_job_id(fields[0])) continue;
    jobs.push_back({.id = fields[0],
                    .task = fields[1],
                    .state = fields[2],
                    .reason = fields[3],
                    .directory = fields[4],
                    .is_held = fields[3] == "JobHeldUser",
                    .never_starts = never_starts(fields[2], fields[3])});
  }
  return jobs;
}

std::map<std::string, QueuedJob> parse_accounting(std::string const& text) {
  std::map<std::string, QueuedJob> jobs;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto const fields = fields_of(line, 3);
    auto const id = fields[0].substr(0, fields[0].find('_'));
    if (fields.size() != 3 || !is_job_id(id)) continue;
    // "CANCELLED by 1000"
    jobs[id] = {.id = id,
                .task = "N/A",
                .state = fields[1].substr(0, fields[1].find(' ')),
                .reason = fields[2],
                .directory = ""};
  }
  return jobs;
}

SchedulerText ask_squeue_of_user(Environment const& environment) {
  Command const squeue{{"squeue", "--noheader", "--states=all",
                        fmt::format("--user={}", getuid()), queue_format},
                       environment,
                       "/",
                       ""};
  constexpr std::size_t longest = std::size_t{64} << 20;
  auto const answer = run_process(squeue, {.timeout_s = 20, .tail_bytes = longest});
  if (answer.succeeded()) return {answer.output_tail, ""};
  return {"", words_of_slurm(answer)};
}

/// The text form: the JSON of some releases has wrong exit codes.
std::string ask_sacct(std::vector<std::string> const& ids,
                      Environment const& environment) {
  Command const sacct{
      {"sacct", "--noheader", "--parsable2", "--allocations",
       fmt::format("--jobs={}", fmt::join(ids, ",")), "--format=JobID,State,Reason"},
      environment,
      "/",
      ""};
  auto const answer = run_process(sacct, {.timeout_s = 20});
  return answer.succeeded() ? answer.output_tail : "";
}

}  // namespace assay
