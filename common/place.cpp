// SPDX-License-Identifier: Apache-2.0
// Asks the kernel, the control group and Slurm.
#include "place.hpp"

#include <unistd.h>

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "cgroup.hpp"
#include "json.hpp"

namespace assay {
namespace {

std::string host_name() {
  char host[HOST_NAME_MAX + 1] = {};
  if (gethostname(host, HOST_NAME_MAX) != 0) {
    throw std::system_error(errno, std::generic_category(), "gethostname");
  }
  return host;
}

Json device_fields(std::optional<device::Device> const& device) {
  if (!device) return nullptr;
  return Json::array(
      {device->id, device->name, device->memory_bytes, device->free_bytes});
}

std::optional<device::Device> device_from(Json const& fields) {
  if (fields.is_null()) return std::nullopt;
  return device::Device{.id = fields.at(0).get<std::string>(),
                        .name = fields.at(1).get<std::string>(),
                        .memory_bytes = fields.at(2).get<std::uint64_t>(),
                        .free_bytes = fields.at(3).get<std::uint64_t>()};
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
          .quota_cpus = cpu_quota()};
}

CpuSet all_cpus(std::vector<CpuSet> const& thread_cpus) {
  CpuSet all;
  for (CpuSet const& cpus : thread_cpus) all.insert(cpus.begin(), cpus.end());
  return all;
}

std::string to_bytes(Place const& place) {
  return to_cbor({place.host, place.slurm_node, place.pid, place.cores.value_or(0),
                  place.thread_cpus, place.core_cpus, place.offered,
                  place.offered_cores.value_or(CpuSet{}), place.quota_cpus.value_or(0),
                  device_fields(place.device)});
}

Place place_from(std::string const& bytes) {
  auto const value = try_parse_cbor(bytes);
  int const cores = value.at(3).get<int>();
  double const quota_cpus = value.at(8).get<double>();
  auto const offered_cores = value.at(7).get<CpuSet>();
  return {.host = value.at(0).get<std::string>(),
          .slurm_node = value.at(1).get<std::string>(),
          .pid = value.at(2).get<int>(),
          .cores = cores > 0 ? std::optional(cores) : std::nullopt,
          .thread_cpus = value.at(4).get<std::vector<CpuSet>>(),
          .core_cpus = value.at(5).get<CpuSet>(),
          .offered = value.at(6).get<CpuSet>(),
          .offered_cores =
              offered_cores.empty() ? std::nullopt : std::optional(offered_cores),
          .quota_cpus = quota_cpus > 0 ? std::optional(quota_cpus) : std::nullopt,
          .device = device_from(value.at(9))};
}

}  // namespace assay
