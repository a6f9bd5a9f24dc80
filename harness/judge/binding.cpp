// SPDX-License-Identifier: Apache-2.0
// Threads against cores, and ranks against each other.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "checks.hpp"

namespace assay {
namespace {

/// Backends whose concurrency is the number of their threads.
constexpr std::array<std::string_view, 3> on_host{"serial", "openmp", "threads"};

using Owners = std::map<std::pair<int, int>, int>;  // (node, CPU) -> rank

// Of the CPUs in `field` of each rank, the first that two ranks of a node have.
Finding shared(World const& world, std::set<int> RankPlace::*field, char const* what) {
  Owners owners;
  int index = 0;
  for (auto const& rank : world.by_rank) {
    for (int const cpu : rank.*field) {
      auto const [owner, is_free] = owners.try_emplace({rank.node, cpu}, index);
      if (!is_free) {
        return found(VerdictClass::binding,
                     fmt::format("ranks {} and {} share {} {}", owner->second, index,
                                 what, cpu));
      }
    }
    ++index;
  }
  return std::nullopt;
}

}  // namespace

// A Kokkos without host parallelism takes any number of threads and runs one.
Finding check_concurrency(Point const& point, WorkerResult const& result) {
  bool const counts =
      std::find(on_host.begin(), on_host.end(), point.backend) != on_host.end();
  int const concurrency = result.concurrency.value_or(point.threads);
  if (!counts || concurrency == point.threads) return std::nullopt;
  return found(VerdictClass::binding,
               fmt::format("{} threads asked, backend {} runs {} at a time",
                           point.threads, point.backend, concurrency));
}

Finding check_threads(Point const& point, World const& world) {
  int index = 0;
  for (auto const& rank : world.by_rank) {
    if (rank.threads != point.threads)
      return found(VerdictClass::binding,
                   fmt::format("{} threads asked, {} seen on rank {}", point.threads,
                               rank.threads, index));
    ++index;
  }
  return check_cores(point, world);
}

Finding check_cores(Point const& point, World const& world) {
  int index = 0;
  for (auto const& rank : world.by_rank) {
    // Where the topology is hidden, CPUs are the best bound there is.
    auto const cpus = static_cast<int>(rank.cpus.size());
    int const cores = rank.cores.value_or(cpus);
    if (cores * point.smt < point.threads || cpus < point.threads)
      return found(VerdictClass::binding,
                   fmt::format("rank {} has {} threads on {} cores (CPUs {})", index,
                               point.threads, cores, rank.cpu_list));
    if (cores < point.cores_of_rank())
      return found(VerdictClass::binding,
                   fmt::format("{} cores asked, rank {} has {} (CPUs {})",
                               point.cores_of_rank(), index, cores, rank.cpu_list));
    ++index;
  }
  return std::nullopt;
}

Finding check_overlap(World const& world) {
  if (auto wrong = shared(world, &RankPlace::cpus, "CPU")) return wrong;
  // Different hardware threads of one core still halve each other's speed.
  return shared(world, &RankPlace::core_cpus, "the core of CPU");
}

}  // namespace assay
