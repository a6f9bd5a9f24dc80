// SPDX-License-Identifier: Apache-2.0
// The CPUs that this process was bound to.
#include <fmt/format.h>
#include <sched.h>

#include "common/cgroup.hpp"
#include "doctor.hpp"

namespace assay::doctor {

Lines check_affinity(Patient const& patient) {
  cpu_set_t own;
  CPU_ZERO(&own);
  // More CPUs than a cpu_set_t holds: then nothing is said.
  if (sched_getaffinity(0, sizeof own, &own) != 0) return {};
  auto const offered =
      offered_cpus(patient.root / "proc/self/cgroup", patient.root / "sys/fs/cgroup",
                   patient.root / "sys/devices/system/cpu/online")
          .size();
  auto const bound = static_cast<std::size_t>(CPU_COUNT(&own));
  if (bound >= offered) return {};
  return {{"affinity", Level::warning,
           fmt::format("this process is bound to {} of {} CPUs", bound, offered),
           "mpiexec of Open MPI binds its ranks without regard for that: start assay "
           "without taskset, or ask the scheduler for the CPUs"}};
}

}  // namespace assay::doctor
