// SPDX-License-Identifier: Apache-2.0
// Each place as a message.
#include "gather_places.hpp"

#include <cstdint>
#include <optional>
#include <string>

#include "common/json.hpp"
#include "exchange.hpp"

namespace assay {
namespace {

Json device_fields(std::optional<device::Device> const& device) {
  if (!device) return nullptr;
  return Json::array(
      {device->id, device->name, device->memory_bytes, device->free_bytes});
}

std::optional<device::Device> device_from(Json const& fields) {
  if (fields.is_null()) return std::nullopt;
  return device::Device{.id = fields[0].get<std::string>(),
                        .name = fields[1].get<std::string>(),
                        .memory_bytes = fields[2].get<std::uint64_t>(),
                        .free_bytes = fields[3].get<std::uint64_t>()};
}

// As bytes, since host names and environment variables need not be UTF-8.
std::string packed(Place const& place) {
  return to_cbor({place.host, place.slurm_node, place.pid, place.cores.value_or(0),
                  place.thread_cpus, place.core_cpus, place.offered,
                  place.quota_cpus.value_or(0), device_fields(place.device)});
}

Place unpacked(std::string const& bytes) {
  auto const value = try_parse_cbor(bytes);
  int const cores = value[3].get<int>();
  double const quota_cpus = value[7].get<double>();
  return {.host = value[0].get<std::string>(),
          .slurm_node = value[1].get<std::string>(),
          .pid = value[2].get<int>(),
          .cores = cores > 0 ? std::optional(cores) : std::nullopt,
          .thread_cpus = value[4].get<std::vector<CpuSet>>(),
          .core_cpus = value[5].get<CpuSet>(),
          .offered = value[6].get<CpuSet>(),
          .quota_cpus = quota_cpus > 0 ? std::optional(quota_cpus) : std::nullopt,
          .device = device_from(value[8])};
}

}  // namespace

std::vector<Place> gather_places(Place const& mine) {
  std::vector<Place> places;
  for (std::string const& text : gather(packed(mine))) {
    places.push_back(unpacked(text));
  }
  return places;
}

}  // namespace assay
