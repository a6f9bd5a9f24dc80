// SPDX-License-Identifier: Apache-2.0
// Asks hwloc, the control group and the scheduler what may be used.

#include "observe_machine.hpp"

#include <fmt/format.h>
#include <hwloc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "common/cgroup.hpp"
#include "common/host_name.hpp"
#include "find_mpi_launcher.hpp"
#include "model/mpi_launcher.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/spawn.hpp"
#include "scheduler/scheduler.hpp"

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

using CpuSet =
    std::unique_ptr<std::remove_pointer_t<hwloc_bitmap_t>, void (*)(hwloc_bitmap_t)>;

/// Objects with any CPU of the set; at least one, since a container may hide all.
int count(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_const_bitmap_t cpus) {
  int found = 0;
  for (auto* object = hwloc_get_next_obj_by_type(topology, type, nullptr);
       object != nullptr; object = hwloc_get_next_obj_by_type(topology, type, object))
    found += hwloc_bitmap_intersects(object->cpuset, cpus);
  return std::max(1, found);
}

std::string text_of(hwloc_const_bitmap_t cpus) {
  std::array<char, 256> text{};
  hwloc_bitmap_list_snprintf(text.data(), text.size(), cpus);
  return text.data();
}

/// The CPUs that the host, or our container, gives to the mask we were started with.
/// Launchers bind their ranks without regard for it: what is beyond is not planned.
void apply_mask(Machine& machine, hwloc_topology_t topology) {
  auto const* const offered = hwloc_topology_get_topology_cpuset(topology);
  CpuSet const mine(hwloc_bitmap_dup(offered), &hwloc_bitmap_free);
  CpuSet const mask(hwloc_bitmap_alloc(), &hwloc_bitmap_free);
  bool const is_known =
      hwloc_get_cpubind(topology, mask.get(), HWLOC_CPUBIND_PROCESS) == 0 &&
      hwloc_bitmap_intersects(mask.get(), offered) != 0;
  if (is_known) hwloc_bitmap_and(mine.get(), offered, mask.get());
  machine.cores_per_node = count(topology, HWLOC_OBJ_CORE, mine.get());
  machine.threads_per_core =
      std::max(1, count(topology, HWLOC_OBJ_PU, mine.get()) / machine.cores_per_node);
  if (hwloc_bitmap_isequal(mine.get(), offered) != 0) return;
  machine.limit_of_cores =
      fmt::format("assay was started on CPUs {} of {}, as by taskset",
                  text_of(mine.get()), text_of(offered));
}

void apply_quota(Machine& machine) {
  auto const quota = cpu_quota();
  if (!quota || *quota >= machine.cores_per_node) return;
  machine.cores_per_node = std::max(1, static_cast<int>(std::floor(*quota)));
  machine.limit_of_cores =
      fmt::format("its control group has a quota of {:g} CPUs", *quota);
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

// A job that has ended leaves its variables behind in shells started from it.
void apply_allocation(Machine& machine) {
  auto const environment = own_environment();
  auto const* const scheduler = scheduler_of_job(environment);
  if (scheduler == nullptr) return;
  auto const& job = scheduler->job;
  machine.scheduler = scheduler->name;
  if (!job.apply(machine, environment))
    machine.stale_job = job.variable + "=" + job.named(environment);
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
  machine.memory_bytes = hwloc_get_root_obj(topology.get())->total_memory;
  apply_mask(machine, topology.get());
  apply_quota(machine);
  machine.has_mpiexec = finds_mpiexec();
  apply_allocation(machine);
  return machine;
}

}  // namespace assay
