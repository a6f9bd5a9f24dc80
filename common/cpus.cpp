// SPDX-License-Identifier: Apache-2.0
// Asks the kernel for affinity and topology.
#include "cpus.hpp"

#include <sched.h>

#include <cerrno>
#include <fstream>
#include <memory>
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

}  // namespace assay
