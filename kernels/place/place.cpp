// SPDX-License-Identifier: Apache-2.0
// Enters a parallel region and lets each thread say who and where it is. Runtimes are
// not asked: libgomp pins the first thread when it is loaded, and a limit may cut the
// team.
#include "place.hpp"

#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <map>
#include <system_error>

#include "common/cgroup.hpp"
#include "device/device.hpp"
#include "lanes/space.hpp"

namespace assay {
namespace {

struct Visit {
  pid_t thread = 0;
  CpuSet cpus;
};

std::string host_name() {
  char host[HOST_NAME_MAX + 1] = {};
  if (gethostname(host, HOST_NAME_MAX) != 0) {
    throw std::system_error(errno, std::generic_category(), "gethostname");
  }
  return host;
}

}  // namespace

std::vector<CpuSet> observe_threads() {
  // Several visits for each thread there could be, so that an uneven split leaves none
  // out.
  constexpr int visits_per_thread = 16;
  std::vector<Visit> visits(
      static_cast<std::size_t>(HostThreads().concurrency() * visits_per_thread));
  Visit* const visit = visits.data();
  Kokkos::parallel_for(
      "observe_threads",
      Kokkos::RangePolicy<HostThreads, Kokkos::Schedule<Kokkos::Static>>(0,
                                                                         visits.size()),
      [visit](std::size_t i) {
        visit[i] = {gettid(), cpus_of_this_thread()};
      });
  Kokkos::fence();
  std::map<pid_t, CpuSet> threads;
  for (Visit const& seen : visits) threads[seen.thread] = seen.cpus;
  std::vector<CpuSet> cpus;
  cpus.reserve(threads.size());
  for (auto const& [thread, set] : threads) cpus.push_back(set);
  return cpus;
}

Place observe_place() {
  char const* const slurm_node = std::getenv("SLURMD_NODENAME");
  std::vector<CpuSet> const thread_cpus = observe_threads();
  return {.host = host_name(),
          .slurm_node = slurm_node == nullptr ? "" : slurm_node,
          .pid = getpid(),
          .cores = physical_cores(all_cpus(thread_cpus)),
          .thread_cpus = thread_cpus,
          .core_cpus = core_cpus(all_cpus(thread_cpus)),
          .offered = offered_cpus(),
          .quota_cpus = cpu_quota(),
          .device = device::current()};
}

CpuSet all_cpus(std::vector<CpuSet> const& thread_cpus) {
  CpuSet all;
  for (CpuSet const& cpus : thread_cpus) all.insert(cpus.begin(), cpus.end());
  return all;
}

}  // namespace assay
