// SPDX-License-Identifier: Apache-2.0
// Asks hwloc, the control group and Slurm what may be used.

#include "observe_machine.hpp"

#include <hwloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "common/cgroup.hpp"
#include "find_mpi_launcher.hpp"
#include "model/mpi_launcher.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/spawn.hpp"
#include "slurm/allocation.hpp"
#include "slurm/controller.hpp"
#include "slurm/srun.hpp"

namespace assay {
namespace {

using Topology = std::unique_ptr<std::remove_pointer_t<hwloc_topology_t>,
                                 void (*)(hwloc_topology_t)>;

Topology load_topology() {
  hwloc_topology_t topology = nullptr;
  if (hwloc_topology_init(&topology) != 0 || hwloc_topology_load(topology) != 0) {
    throw EnvironmentError("hwloc cannot read the topology of this machine");
  }
  return {topology, &hwloc_topology_destroy};
}

int count(hwloc_topology_t topology, hwloc_obj_type_t type) {
  return std::max(1, hwloc_get_nbobjs_by_type(topology, type));
}

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

// To take the job for a stale one would plan for one node.
std::optional<JobState> require_answer(std::string const& job_id,
                                       Environment const& environment) {
  constexpr double limit_s = 60;
  auto const awaited = await_job(job_id, environment, limit_s);
  if (awaited.answered) return awaited.job;
  throw EnvironmentError(
      "Slurm's controller does not answer, so what job " + job_id +
      " has is not known. Try again later; outside of the job: unset SLURM_JOB_ID");
}

// One that is named but not there is an error, not an absence.
bool finds_mpiexec() {
  if (!chosen_mpiexec().empty() || !mpiexec_of_build().empty()) return true;
  try {
    Command const command{{"mpiexec"}, own_environment(), "/", ""};
    find_program(command);
    return true;
  } catch (StartError const&) {
    return false;
  }
}

void apply_allocation(Machine& machine) {
  auto const environment = own_environment();
  auto const named = environment.find("SLURM_JOB_ID");
  if (named == environment.end()) return;
  auto const allocation = parse_allocation(environment);
  auto const job = allocation ? require_answer(allocation->job_id, environment)
                              : std::optional<JobState>();
  // A job that has ended leaves its variables behind in shells started from it.
  if (!job || job->state != "RUNNING") {
    machine.stale_job = named->second;
    return;
  }
  machine.job_left_s = job->left_s;
  machine.job_id = allocation->job_id;
  machine.nodes = allocation->nodes;
  machine.node_names =
      host_names(variable_of(environment, "SLURM_JOB_NODELIST"), environment);
  machine.srun = observe_srun(environment);
  machine.cores_per_node =
      std::max(1, allocation->cpus_per_node / machine.threads_per_core);
}

}  // namespace

Machine observe_machine() {
  auto const topology = load_topology();
  Machine machine;
  machine.host = host_name();
  auto* const package = hwloc_get_obj_by_type(topology.get(), HWLOC_OBJ_PACKAGE, 0);
  auto const* const model =
      package == nullptr ? nullptr : hwloc_obj_get_info_by_name(package, "CPUModel");
  machine.cpu_model = model == nullptr ? "" : model;
  machine.cores_per_node = count(topology.get(), HWLOC_OBJ_CORE);
  machine.threads_per_core =
      count(topology.get(), HWLOC_OBJ_PU) / machine.cores_per_node;
  machine.memory_bytes = hwloc_get_root_obj(topology.get())->total_memory;
  if (auto const quota = cpu_quota()) {
    auto const whole = std::max(1, static_cast<int>(std::floor(*quota)));
    machine.cores_per_node = std::min(machine.cores_per_node, whole);
  }
  machine.has_mpiexec = finds_mpiexec();
  apply_allocation(machine);
  return machine;
}

}  // namespace assay
