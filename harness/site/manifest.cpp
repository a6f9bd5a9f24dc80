// SPDX-License-Identifier: Apache-2.0
// What a reader must know of the machine to believe a number. Absent means not known.
#include "manifest.hpp"

#include <sys/utsname.h>

#include <string>

#include "common/first_line.hpp"
#include "os/environment.hpp"
#include "os/sha256.hpp"
#include "scheduler/scheduler.hpp"
#include "workers.hpp"

namespace assay {
namespace {

void set_if_known(Json& json, char const* key, std::string const& value) {
  if (!value.empty()) json[key] = value;
}

Json machine_of_manifest(Machine const& machine) {
  Json json{{"host", machine.host},
            {"nodes", machine.nodes},
            {"cores_per_node", machine.cores_per_node},
            {"threads_per_core", machine.threads_per_core}};
  if (machine.memory_bytes > 0) json["memory_bytes"] = machine.memory_bytes;
  set_if_known(json, "cpu_model", machine.cpu_model);
  utsname system{};
  if (uname(&system) == 0) {
    json["system"] = std::string(system.sysname) + " " + system.release;
    json["architecture"] = system.machine;
  }
  set_if_known(json, "governor",
               first_line_of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
  set_if_known(json, "clocksource",
               first_line_of(
                   "/sys/devices/system/clocksource/clocksource0/current_clocksource"));
  return json;
}

Json build_json(MpiLauncher const& mpi) {
  Json json{{"assay", ASSAY_VERSION}};
  set_if_known(json, "mpiexec", mpi.version);
  for (auto const& backend : built_backends()) {
    json["workers"][backend] = sha256_of_file(worker_path(backend));
  }
  return json;
}

// What a scheduler tells each job and step of itself differs every time; the records
// hold it.
Environment lasting(Environment environment, JobCalls const& job) {
  std::erase_if(environment,
                [&](auto const& entry) { return is_listed(entry.first, job.kept); });
  return environment;
}

/// Nothing outside of a job, of whose variables some may be left over.
JobCalls job_calls(Machine const& machine) {
  return machine.job_id.empty() ? JobCalls() : scheduler_named(machine.scheduler).job;
}

}  // namespace

Environment launch_environment(Machine const& machine) {
  auto const own = own_environment();
  auto const job = job_calls(machine);
  auto additions = job.additions(own);
  auto const agent = variable_of(own, "SSH_AUTH_SOCK");
  if (machine.is_reached_by_ssh && !agent.empty()) additions["SSH_AUTH_SOCK"] = agent;
  return child_environment(own, additions, job.kept);
}

Json make_manifest(Machine const& machine, MpiLauncher const& mpi) {
  auto const environment = launch_environment(machine);
  return {{"machine", machine_of_manifest(machine)},
          {"build", build_json(mpi)},
          {"environment", without_secrets(lasting(environment, job_calls(machine)))}};
}

}  // namespace assay
