// SPDX-License-Identifier: Apache-2.0
// Asks the kernel, the control group and Slurm.
#include "place.hpp"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "cgroup.hpp"
#include "host_name.hpp"
#include "int_in.hpp"

namespace assay {
namespace {

device::Device device_from(Json const& json) {
  return {.id = json.at("id").get<std::string>(),
          .name = json.at("name").get<std::string>(),
          .memory_bytes = json.at("memory_bytes").get<std::uint64_t>(),
          .free_bytes = json.at("free_bytes").get<std::uint64_t>()};
}

CpuSet cpus_from(Json const& json) {
  CpuSet cpus;
  for (auto const& cpu : json) cpus.insert(int_in(cpu));
  return cpus;
}

std::vector<CpuSet> sets_from(Json const& json) {
  std::vector<CpuSet> sets;
  for (auto const& cpus : json) sets.push_back(cpus_from(cpus));
  return sets;
}

template <typename Value>
std::optional<Value> optional_in(Json const& json, char const* name) {
  auto const found = json.find(name);
  return found == json.end() ? std::nullopt : std::optional(found->get<Value>());
}

}  // namespace

Place look_around(std::vector<CpuSet> thread_cpus) {
  char const* const slurm_node = std::getenv("SLURMD_NODENAME");
  auto const cpus = all_cpus(thread_cpus);
  auto const offered = offered_cpus();
  return {.host = host_name(),
          .slurm_node = slurm_node == nullptr ? "" : slurm_node,
          .pid = getpid(),
          .cores = physical_cores(cpus),
          .thread_cpus = std::move(thread_cpus),
          .core_cpus = core_cpus(cpus),
          .offered = offered,
          .offered_cores = first_cpus_of_cores(offered),
          .sockets = sockets_of(offered),
          .numa = numa_domains_of(offered),
          .quota_cpus = cpu_quota()};
}

CpuSet all_cpus(std::vector<CpuSet> const& thread_cpus) {
  CpuSet all;
  for (CpuSet const& cpus : thread_cpus) all.insert(cpus.begin(), cpus.end());
  return all;
}

Json device_json(device::Device const& device) {
  return {{"id", device.id},
          {"name", device.name},
          {"memory_bytes", device.memory_bytes},
          {"free_bytes", device.free_bytes}};
}

Json place_json(Place const& place) {
  Json json{{"host", place.host},
            {"slurm_node", place.slurm_node},
            {"pid", place.pid},
            {"thread_cpus", place.thread_cpus},
            {"core_cpus", place.core_cpus},
            {"offered", place.offered},
            {"sockets", place.sockets},
            {"numa", place.numa}};
  if (place.cores) json["cores"] = *place.cores;
  if (place.offered_cores) json["offered_cores"] = *place.offered_cores;
  if (place.quota_cpus) json["quota_cpus"] = *place.quota_cpus;
  if (place.device) json["device"] = device_json(*place.device);
  return json;
}

Place place_from(Json const& json) {
  Place place{.host = json.at("host").get<std::string>(),
              .slurm_node = json.at("slurm_node").get<std::string>(),
              .pid = int_in(json.at("pid")),
              .cores = json.contains("cores") ? std::optional(int_in(json.at("cores")))
                                              : std::nullopt,
              .thread_cpus = sets_from(json.at("thread_cpus")),
              .core_cpus = cpus_from(json.at("core_cpus")),
              .offered = cpus_from(json.at("offered")),
              .offered_cores = json.contains("offered_cores")
                                   ? std::optional(cpus_from(json.at("offered_cores")))
                                   : std::nullopt,
              .sockets = sets_from(json.at("sockets")),
              .numa = sets_from(json.at("numa")),
              .quota_cpus = optional_in<double>(json, "quota_cpus")};
  if (json.contains("device")) place.device = device_from(json.at("device"));
  return place;
}

}  // namespace assay
