// SPDX-License-Identifier: Apache-2.0
// PBS (OpenPBS, PBS Pro, Torque): what a job has is read, and its time asked of qstat;
// studies are not submitted to it.
#include "pbs.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "os/environment.hpp"
#include "scheduler/clock_seconds.hpp"
#include "scheduler/host_slots.hpp"
#include "scheduler/scheduler.hpp"

namespace assay {
namespace {

/// Of lines "    name = value".
std::string pbs_value(std::string const& text, std::string const& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, equals, value;
    if (words >> first >> equals >> value && first == name && equals == "=")
      return value;
  }
  return {};
}

std::string pbs_job(Environment const& environment) {
  if (variable_of(environment, "PBS_NODEFILE").empty()) return {};
  return variable_of(environment, "PBS_JOBID");
}

std::optional<JobState> observe_pbs(std::string const& id,
                                    Environment const& environment) {
  auto const answer =
      run_process({{"qstat", "-f", id}, environment, "/", ""}, {.timeout_s = 20});
  if (!answer.succeeded()) return std::nullopt;
  return parse_pbs_job(answer.output_tail);
}

/// The file goes with the job.
bool apply_pbs(Machine& machine, Environment const& environment) {
  auto const file = variable_of(environment, "PBS_NODEFILE");
  auto const hosts = pbs_hosts(text_of_file(file), variable_of(environment, "NCPUS"));
  if (!hosts) return false;
  machine.job_id = pbs_job(environment);
  apply_hosts(machine, *hosts);
  auto const job = observe_pbs(machine.job_id, environment);
  if (job) machine.job_left_s = job->left_s;
  return true;
}

Json pbs_record(Environment const& environment) {
  Json json{{"scheduler", "PBS"}, {"job", pbs_job(environment)}};
  auto const hosts =
      parse_host_lines(text_of_file(variable_of(environment, "PBS_NODEFILE")));
  if (hosts) json["nodes"] = names_of(*hosts);
  return json;
}

RegisterScheduler const registered_pbs{{.name = "PBS",
                                        .place = 3,
                                        .job = {.variable = "PBS_JOBID",
                                                .record_key = "job",
                                                .named = pbs_job,
                                                .kept = {"PBS_*", "NCPUS"},
                                                .apply = apply_pbs,
                                                .observe = observe_pbs,
                                                .record = pbs_record}}};

}  // namespace

std::optional<std::vector<HostSlots>> pbs_hosts(std::string const& nodefile,
                                                std::string const& ncpus) {
  auto hosts = parse_host_lines(nodefile);
  int cpus = 0;
  std::from_chars(ncpus.data(), ncpus.data() + ncpus.size(), cpus);
  if (hosts)
    for (auto& one : *hosts) one.slots = std::max(one.slots, cpus);
  return hosts;
}

std::optional<JobState> parse_pbs_job(std::string const& text) {
  auto const letter = pbs_value(text, "job_state");
  if (letter.empty()) return std::nullopt;
  auto const limit = clock_seconds(pbs_value(text, "Resource_List.walltime"));
  auto const used = clock_seconds(pbs_value(text, "resources_used.walltime"));
  JobState job{letter == "R" ? "RUNNING" : letter == "E" ? "COMPLETING" : letter, {}};
  if (limit) job.left_s = *limit - used.value_or(0);
  return job;
}

}  // namespace assay
