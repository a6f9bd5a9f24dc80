// SPDX-License-Identifier: Apache-2.0
// Every value is a word of its own; the scripts are constant files.
#include "sbatch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "os/errors.hpp"
#include "scheduler/job_scripts.hpp"
#include "scheduler/submission.hpp"
#include "slurm_job.hpp"
#include "text/append.hpp"

namespace assay {
namespace {

/// By these options submit, status and collect find their jobs again.
constexpr std::array ours = {"array",   "chdir",    "clusters",  "dependency", "hold",
                             "nodes",   "parsable", "test-only", "time",       "wait",
                             "workdir", "wrap",     "job-name"};

/// What users and sites set, no job of its own accord.
constexpr std::array of_users = {"SLURM_CONF", "SLURM_CLUSTERS", "SLURM_MPI_TYPE"};

std::string name_of(std::string const& directive) {
  auto const begin = directive.find_first_not_of('-');
  return directive.substr(begin, directive.find('=') - begin);
}

/// Held until every job of the study is accepted and noted.
Argv first_words(std::string const& name, std::filesystem::path const& directory) {
  return {"sbatch", "--parsable", "--hold", "--job-name=" + name,
          "--chdir=" + directory.string()};
}

/// Slurm's limits are of whole minutes.
std::string time_word(double seconds) {
  return fmt::format("--time={:.0f}", std::ceil(seconds / 60));
}

ProcessResult run_slurm(Argv words, Environment const& environment) {
  return run_process({std::move(words), environment, "/", ""}, {.timeout_s = 120});
}

std::string without_sender(std::string line) {
  for (auto const* sender : {"sbatch: ", "squeue: ", "scancel: ", "scontrol: ",
                             "sinfo: ", "slurm_load_jobs ", "error: "}) {
    if (line.rfind(sender, 0) == 0) line = line.substr(std::string(sender).size());
  }
  return line;
}

}  // namespace

std::string words_of_slurm(ProcessResult const& answer) {
  if (answer.ending == Ending::not_started) return answer.error;
  if (answer.ending == Ending::timed_out) return "no answer in time";
  std::string words;
  std::istringstream lines(answer.output_tail);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) words += (words.empty() ? "" : "; ") + without_sender(line);
  }
  return words.empty() ? fmt::format("exit code {}", answer.exit_code) : words;
}

Environment submitting_environment(Environment environment) {
  if (environment.count("SLURM_JOB_ID") == 0) return environment;
  std::erase_if(environment, [](auto const& entry) {
    auto const& name = entry.first;
    return name.rfind("SLURM_", 0) == 0 &&
           std::find(of_users.begin(), of_users.end(), name) == of_users.end();
  });
  return environment;
}

Argv group_words(GroupJob const& group, JobSection const& wishes,
                 JobPlaces const& places) {
  auto const directory = group_directory(places.study_directory, group.name);
  auto words = first_words(job_name(places, group.name), directory);
  words.push_back(fmt::format("--nodes={}", group.nodes));
  words.push_back(time_word(group.time_s));
  words.push_back("--signal=B:USR1@" + reserve_word(group));
  if (group.jobs > 1) words.push_back(fmt::format("--array=1-{}%1", group.jobs));
  append(words, wish_words(wishes));
  append(words, group_script(group, wishes, places));
  return words;
}

Argv collect_words(std::vector<std::string> const& jobs, CollectShape const& shape) {
  auto const& places = shape.places;
  auto const directory = group_directory(places.study_directory, collect_group);
  auto words = first_words(job_name(places, collect_group), directory);
  words.push_back(fmt::format("--dependency=afterany:{}", fmt::join(jobs, ":")));
  if (shape.nodes > 1) words.push_back(fmt::format("--nodes={}", shape.nodes));
  if (shape.wishes.time_s) words.push_back(time_word(*shape.wishes.time_s));
  append(words, wish_words(shape.wishes));
  append(words, collect_script(shape));
  return words;
}

std::string forbidden_directive(JobSection const& wishes) {
  auto directives = wishes.directives;
  if (wishes.collect) append(directives, wishes.collect->directives);
  for (auto const& directive : directives) {
    auto name = name_of(directive);
    if (std::find(ours.begin(), ours.end(), name) != ours.end()) return name;
  }
  return {};
}

std::string submit_job(Argv const& words, Environment const& environment) {
  auto const answer = run_slurm(words, environment);
  if (!answer.succeeded())
    throw EnvironmentError("Slurm refuses the job: " + words_of_slurm(answer));
  // Sites let sbatch say other things too.
  std::istringstream lines(answer.output_tail);
  for (std::string line; std::getline(lines, line);) {
    auto id = line.substr(0, line.find(';'));
    if (is_job_id(id)) return id;
  }
  throw EnvironmentError("sbatch names no job: " + words_of_slurm(answer));
}

bool cancel_jobs(std::vector<std::string> const& jobs, Environment const& environment,
                 std::string& problem) {
  if (jobs.empty()) return true;
  Argv words{"scancel"};
  append(words, jobs);
  auto const answer = run_slurm(words, environment);
  if (!answer.succeeded()) problem = words_of_slurm(answer);
  return answer.succeeded();
}

void release_jobs(std::vector<std::string> const& jobs,
                  Environment const& environment) {
  if (jobs.empty()) return;
  auto const answer = run_slurm(
      {"scontrol", "release", fmt::format("{}", fmt::join(jobs, ","))}, environment);
  if (!answer.succeeded())
    throw EnvironmentError("Slurm does not release the jobs: " +
                           words_of_slurm(answer));
}

}  // namespace assay
