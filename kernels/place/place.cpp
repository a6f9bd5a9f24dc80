// SPDX-License-Identifier: Apache-2.0
// Enters a parallel region and lets each thread say who and where it is. Runtimes are
// not asked: libgomp pins the first thread when it is loaded, and a limit may cut the
// team.
#include "place.hpp"

#include <unistd.h>

#include <map>

#include "device/device.hpp"
#include "lanes/space.hpp"

namespace assay {
namespace {

struct Visit {
  pid_t thread = 0;
  CpuSet cpus;
};

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
  auto place = look_around(observe_threads());
  place.device = device::current();
  return place;
}

}  // namespace assay
