// SPDX-License-Identifier: Apache-2.0
// Asks the kernel for affinity and topology.
#include "cpus.hpp"

#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <system_error>

namespace assay {
namespace {

constexpr int most_cpus = 1 << 20;

struct FreeMask {
  void operator()(cpu_set_t* mask) const { CPU_FREE(mask); }
};

/// Nothing if the machine has more CPUs than `size`.
std::optional<CpuSet> affinity(int size) {
  std::unique_ptr<cpu_set_t, FreeMask> const mask(CPU_ALLOC(size));
  std::size_t const bytes = CPU_ALLOC_SIZE(size);
  if (mask == nullptr || sched_getaffinity(0, bytes, mask.get()) != 0) {
    if (mask != nullptr && errno == EINVAL && size < most_cpus) return std::nullopt;
    throw std::system_error(errno, std::generic_category(), "sched_getaffinity");
  }
  CpuSet cpus;
  for (int cpu = 0; cpu < size; ++cpu) {
    if (CPU_ISSET_S(cpu, bytes, mask.get())) cpus.insert(cpu);
  }
  return cpus;
}

std::string siblings_of(int cpu, std::filesystem::path const& topology) {
  std::string siblings;
  std::ifstream(topology / ("cpu" + std::to_string(cpu)) / "topology" /
                "thread_siblings_list") >>
      siblings;
  return siblings;
}

}  // namespace

CpuSet cpus_of_this_thread() {
  for (int size = CPU_SETSIZE;; size *= 2) {
    if (auto const cpus = affinity(size)) return *cpus;
  }
}

void bind_this_thread(CpuSet const& cpus) {
  int const size = std::max(CPU_SETSIZE, cpus.empty() ? 0 : *cpus.rbegin() + 1);
  std::unique_ptr<cpu_set_t, FreeMask> const mask(CPU_ALLOC(size));
  std::size_t const bytes = CPU_ALLOC_SIZE(size);
  if (mask == nullptr) throw std::bad_alloc();
  CPU_ZERO_S(bytes, mask.get());
  for (int const cpu : cpus) CPU_SET_S(cpu, bytes, mask.get());
  if (sched_setaffinity(0, bytes, mask.get()) != 0)
    throw std::system_error(errno, std::generic_category(), "sched_setaffinity");
}

CpuSet core_cpus(CpuSet const& cpus, std::filesystem::path const& topology) {
  CpuSet all = cpus;
  for (int const cpu : cpus) {
    if (auto const siblings = parse_cpu_list(siblings_of(cpu, topology))) {
      all.insert(siblings->begin(), siblings->end());
    }
  }
  return all;
}

std::optional<CpuSet> first_cpus_of_cores(CpuSet const& cpus,
                                          std::filesystem::path const& topology) {
  CpuSet first;
  for (int const cpu : cpus) {
    auto const siblings = parse_cpu_list(siblings_of(cpu, topology));
    if (!siblings || siblings->empty()) return std::nullopt;
    first.insert(*siblings->begin());
  }
  return first;
}

std::optional<int> physical_cores(CpuSet const& cpus,
                                  std::filesystem::path const& topology) {
  auto const first = first_cpus_of_cores(cpus, topology);
  return first ? std::optional(static_cast<int>(first->size())) : std::nullopt;
}

std::optional<CpuSet> cpus_of_rank(int number_on_node, int cores_per_rank,
                                   CpuSet const& offered,
                                   std::filesystem::path const& topology) {
  auto const cores = first_cpus_of_cores(offered, topology).value_or(offered);
  auto const before = std::int64_t{number_on_node} * cores_per_rank;
  if (before + cores_per_rank > std::ssize(cores)) return std::nullopt;
  auto const begin = std::next(cores.begin(), before);
  auto const whole = core_cpus({begin, std::next(begin, cores_per_rank)}, topology);
  CpuSet own;
  std::set_intersection(whole.begin(), whole.end(), offered.begin(), offered.end(),
                        std::inserter(own, own.end()));
  return own;
}

}  // namespace assay
