// SPDX-License-Identifier: Apache-2.0
// LSF: what a job has is read; studies are not submitted to it, and its time limit is
// not known.
#include "os/environment.hpp"
#include "scheduler/host_slots.hpp"
#include "scheduler/scheduler.hpp"

namespace assay {
namespace {

std::string lsf_job(Environment const& environment) {
  if (variable_of(environment, "LSB_DJOB_HOSTFILE").empty()) return {};
  return variable_of(environment, "LSB_JOBID");
}

std::optional<std::vector<HostSlots>> lsf_hosts(Environment const& environment) {
  return parse_host_lines(text_of_file(variable_of(environment, "LSB_DJOB_HOSTFILE")));
}

/// The file goes with the job.
bool apply_lsf(Machine& machine, Environment const& environment) {
  auto const hosts = lsf_hosts(environment);
  if (!hosts) return false;
  machine.job_id = lsf_job(environment);
  apply_hosts(machine, *hosts);
  return true;
}

Json lsf_record(Environment const& environment) {
  Json json{{"scheduler", "LSF"}, {"job", lsf_job(environment)}};
  if (auto const hosts = lsf_hosts(environment)) json["nodes"] = names_of(*hosts);
  return json;
}

RegisterScheduler const registered_lsf{{.name = "LSF",
                                        .place = 5,
                                        .job = {.variable = "LSB_JOBID",
                                                .record_key = "job",
                                                .named = lsf_job,
                                                .kept = {"LSB_*", "LSF_*", "LS_*"},
                                                .apply = apply_lsf,
                                                .record = lsf_record}}};

}  // namespace
}  // namespace assay
