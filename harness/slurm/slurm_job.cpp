// SPDX-License-Identifier: Apache-2.0
// The Slurm job that we run in: what it is, how long it lasts, and how it goes on.
#include "slurm_job.hpp"

#include <array>
#include <sstream>
#include <utility>

#include "os/environment.hpp"
#include "rows.hpp"
#include "scheduler/clock_seconds.hpp"

namespace assay {
namespace {

/// Of a running job: a new one of the same kind gets the same.
constexpr std::array<std::pair<char const*, char const*>, 5> inherited{{
    {"SLURM_JOB_PARTITION", "--partition="},
    {"SLURM_JOB_ACCOUNT", "--account="},
    {"SLURM_JOB_QOS", "--qos="},
    {"SLURM_JOB_RESERVATION", "--reservation="},
    {"SLURM_JOB_NUM_NODES", "--nodes="},
}};

}  // namespace

std::optional<double> parse_time_left(std::string const& text) {
  auto const dash = text.find('-');
  auto const days = dash == text.npos ? 0 : whole_number(text.substr(0, dash));
  auto const seconds = clock_seconds(dash == text.npos ? text : text.substr(dash + 1));
  if (!days || !seconds) return std::nullopt;
  return 86400.0 * *days + *seconds;
}

std::optional<JobState> parse_job_state(std::string const& lines,
                                        std::string const& job_id) {
  std::istringstream text(lines);
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string id, state, left;
    if (words >> id >> state >> left && id == job_id)
      return JobState{state, parse_time_left(left)};
  }
  return std::nullopt;
}

ProcessResult ask_squeue(std::string const& job_id, Environment const& environment) {
  Command const squeue{
      {"squeue", "--noheader", "--jobs=" + job_id, "--format=%A %T %L"},
      environment,
      "/",
      ""};
  return run_process(squeue, {.timeout_s = 10});
}

std::optional<JobState> observe_job(std::string const& job_id,
                                    Environment const& environment) {
  auto const answer = ask_squeue(job_id, environment);
  if (!answer.succeeded()) return std::nullopt;
  return parse_job_state(answer.output_tail, job_id);
}

Json job_json(Environment const& environment) {
  auto const job = variable_of(environment, "SLURM_JOB_ID");
  if (job.empty()) return nullptr;
  Json json{{"job", job}};
  auto const restarts = whole_number(variable_of(environment, "SLURM_RESTART_COUNT"));
  json["restarts"] = restarts.value_or(0);  // unset before the first restart
  auto const nodes = variable_of(environment, "SLURM_JOB_NODELIST");
  if (!nodes.empty()) json["nodes"] = nodes;
  return json;
}

Argv wish_words(JobWishes const& wishes) {
  Argv words;
  for (auto const& [option, value] : {
           std::pair{"--partition=", wishes.partition},
           std::pair{"--account=", wishes.account},
           std::pair{"--qos=", wishes.qos},
           std::pair{"--constraint=", wishes.constraint},
           std::pair{"--reservation=", wishes.reservation},
       }) {
    if (!value.empty()) words.push_back(option + value);
  }
  words.insert(words.end(), wishes.directives.begin(), wishes.directives.end());
  return words;
}

Argv continuation_words(JobSection const& wishes, Environment const& environment,
                        Argv const& script) {
  auto const job = variable_of(environment, "SLURM_JOB_ID");
  if (wishes.continuation == Continuation::requeue) return {"scontrol", "requeue", job};
  Argv words{"sbatch", "--dependency=afterany:" + job};
  for (auto const& [name, option] : inherited) {
    auto const value = variable_of(environment, name);
    if (!value.empty()) words.push_back(option + value);
  }
  auto const wished = wish_words(wishes);
  words.insert(words.end(), wished.begin(), wished.end());
  words.insert(words.end(), script.begin(), script.end());
  return words;
}

}  // namespace assay
