// SPDX-License-Identifier: Apache-2.0
// What a record keeps of what the witness saw.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "witness.hpp"

namespace assay {
namespace {

using Ranks = std::vector<WitnessedProcess const*>;
Json column(Ranks const& ranks, std::string const& key) {
  Json::json_pointer const path(key);
  auto values = Json::array();
  for (auto const* rank : ranks)
    values.push_back(rank->whole.contains(path) ? rank->whole.at(path) : Json());
  return values;
}

template <class Get>
Json threads_column(Ranks const& ranks, Get const& get) {
  auto values = Json::array();
  for (auto const* rank : ranks) {
    auto of_rank = Json::array();
    for (auto const& thread : rank->threads) of_rank.push_back(get(thread));
    values.push_back(std::move(of_rank));
  }
  return values;
}

Json mpi_json(WitnessedProcess const& process) {
  if (!process.mpi) return nullptr;
  return {{"family", process.mpi->family},
          {"version", process.mpi->version},
          {"library", process.mpi->library},
          {"size", process.mpi->size}};
}

/// Each phase that any rank had, with a value a rank, 0 where it had none of it.
Json phases_json(Ranks const& ranks) {
  std::map<int, std::vector<WitnessedPhase>> by_level;
  for (std::size_t n = 0; n < ranks.size(); ++n)
    for (auto const& phase : ranks[n]->phases) {
      auto& of_ranks = by_level[phase.level];
      of_ranks.resize(ranks.size());
      of_ranks[n] = phase;
    }
  auto phases = Json::array();
  for (auto const& [level, of_ranks] : by_level) {
    Json value{{"level", level}};
    for (auto const& phase : of_ranks) {
      value["count"].push_back(phase.count);
      value["time_s"].push_back(phase.time_s);
      value["mpi_s"].push_back(phase.mpi_s);
    }
    phases.push_back(std::move(value));
  }
  return phases;
}

/// A value a rank of each number, 0 where it had no region.
Json openmp_json(Ranks const& ranks) {
  Json value{{"runtime", ""}};
  for (auto const* rank : ranks) {
    auto const regions = rank->regions.value_or(WitnessedRegions{});
    if (rank->regions) value["runtime"] = regions.runtime;
    value["time_s"].push_back(regions.time_s);
    value["threads_s"].push_back(regions.threads_s);
    value["threads_mpi_s"].push_back(regions.threads_mpi_s);
    value["mpi_s"].push_back(regions.mpi_s);
  }
  return value;
}

/// A kernel over all ranks: the count and the time are of the rank with the most.
struct KernelOfRanks {
  WitnessedKernel most;
  double sum_s = 0;
};

std::vector<KernelOfRanks> kernels_of(Ranks const& ranks) {
  std::map<std::tuple<std::string, std::string, std::string>, KernelOfRanks> kernels;
  for (auto const* rank : ranks)
    for (auto const& kernel : rank->kernels) {
      auto const [found, is_new] = kernels.try_emplace(
          {kernel.name, kernel.pattern, kernel.space}, KernelOfRanks{kernel});
      auto& [most, sum_s] = found->second;
      most.count = std::max(most.count, kernel.count);
      most.time_s = std::max(most.time_s, kernel.time_s);
      sum_s += kernel.time_s;
    }
  std::vector<KernelOfRanks> ordered;
  ordered.reserve(kernels.size());
  for (auto& [name, kernel] : kernels) ordered.push_back(std::move(kernel));
  std::stable_sort(ordered.begin(), ordered.end(), [](auto const& a, auto const& b) {
    return a.most.time_s > b.most.time_s;
  });
  return ordered;
}

constexpr std::size_t most_kernels = 32;

/// Those that took longest, the longest first.
Json kokkos_json(Ranks const& ranks) {
  auto kernels = kernels_of(ranks);
  if (kernels.size() > most_kernels) kernels.resize(most_kernels);
  auto found = Json::array();
  for (auto const& [most, sum_s] : kernels)
    found.push_back({{"name", most.name},
                     {"pattern", most.pattern},
                     {"space", most.space},
                     {"count", most.count},
                     {"time_s", most.time_s},
                     {"mean_s", sum_s / static_cast<double>(ranks.size())}});
  return found;
}

template <class Has>
bool any(Ranks const& ranks, Has const& has) {
  return std::any_of(ranks.begin(), ranks.end(), has);
}

}  // namespace

Json to_json(Witnessed const& witnessed) {
  auto const ranks = ranks_of(witnessed);
  if (ranks.empty()) return nullptr;
  Json value{{"executable", ranks.front()->executable}};
  if (!witnessed.executable_sha256.empty())
    value["executable_sha256"] = witnessed.executable_sha256;
  value["mpi"] = mpi_json(*ranks.front());
  for (auto const* key : {"host", "cpu_s", "children_cpu_s", "memory_bytes", "times"})
    value[key] = column(ranks, std::string("/") + key);
  if (any(ranks, [](auto const* rank) { return rank->devices.has_value(); }))
    value["devices"] = column(ranks, "/devices");
  if (any(ranks, [](auto const* rank) { return rank->gpus.has_value(); })) {
    value["gpu_driver"] = column(ranks, "/gpu_driver");
    value["gpus"] = column(ranks, "/gpus");
  }
  value["mpi_s"] = column(ranks, "/threads/0/mpi_s");
  value["thread_cpus"] = threads_column(
      ranks, [](WitnessedThread const& thread) { return thread.allowed->list; });
  value["thread_cpu_s"] =
      threads_column(ranks, [](WitnessedThread const& thread) { return thread.cpu_s; });
  if (any(ranks, [](auto const* rank) { return !rank->phases.empty(); }))
    value["phases"] = phases_json(ranks);
  if (any(ranks, [](auto const* rank) { return rank->regions.has_value(); }))
    value["openmp"] = openmp_json(ranks);
  if (any(ranks, [](auto const* rank) { return !rank->kernels.empty(); }))
    value["kokkos"] = kokkos_json(ranks);
  return value;
}

}  // namespace assay
