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
#include <set>
#include <string>
#include <system_error>
#include <utility>

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

std::string word_in(std::filesystem::path const& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word;
}

std::string siblings_of(int cpu, std::filesystem::path const& topology,
                        char const* list = "thread_siblings_list") {
  return word_in(topology / ("cpu" + std::to_string(cpu)) / "topology" / list);
}

bool overlap(CpuSet const& one, CpuSet const& other) {
  return std::any_of(one.begin(), one.end(),
                     [&](int cpu) { return other.contains(cpu); });
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

std::vector<CpuSet> sockets_of(CpuSet const& cpus,
                               std::filesystem::path const& topology) {
  std::vector<CpuSet> sockets;
  for (int const cpu : cpus) {
    bool const is_known =
        std::any_of(sockets.begin(), sockets.end(),
                    [&](CpuSet const& socket) { return socket.contains(cpu); });
    if (is_known) continue;
    auto socket = parse_cpu_list(siblings_of(cpu, topology, "core_siblings_list"));
    if (!socket || !socket->contains(cpu)) return {};
    sockets.push_back(std::move(*socket));
  }
  return sockets;
}

std::vector<CpuSet> numa_domains_of(CpuSet const& cpus,
                                    std::filesystem::path const& nodes) {
  std::set<CpuSet> domains;
  std::error_code absent;
  for (auto const& entry : std::filesystem::directory_iterator(nodes, absent)) {
    if (!entry.path().filename().string().starts_with("node")) continue;
    auto const domain = parse_cpu_list(word_in(entry.path() / "cpulist"));
    if (domain && overlap(*domain, cpus)) domains.insert(*domain);
  }
  return {domains.begin(), domains.end()};
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
