// SPDX-License-Identifier: Apache-2.0
// Brings the places of all ranks together.
#include "world.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "exchange.hpp"

namespace assay {
namespace {

using nlohmann::ordered_json;

ordered_json device_json(std::optional<device::Device> const& device) {
  if (!device) return nullptr;
  return {{"id", device->id},
          {"name", device->name},
          {"memory_bytes", device->memory_bytes},
          {"free_bytes", device->free_bytes}};
}

std::optional<device::Device> device_from(ordered_json const& json) {
  if (json.is_null()) return std::nullopt;
  return device::Device{.id = json.at("id").get<std::string>(),
                        .name = json.at("name").get<std::string>(),
                        .memory_bytes = json.at("memory_bytes").get<std::uint64_t>(),
                        .free_bytes = json.at("free_bytes").get<std::uint64_t>()};
}

// As bytes, since host names and environment variables need not be UTF-8.
std::vector<std::uint8_t> packed(Place const& place) {
  return ordered_json::to_msgpack(
      {place.host, place.slurm_node, place.pid, place.cores.value_or(0),
       place.thread_cpus, place.core_cpus, place.offered, place.quota_cpus.value_or(0),
       device_json(place.device)});
}

Place unpacked(std::string const& bytes) {
  auto const value = ordered_json::from_msgpack(bytes);
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

ordered_json rank_json(Place const& place, int node) {
  CpuSet const cpus = all_cpus(place.thread_cpus);
  ordered_json json = {{"host", place.host},
                       {"node", node},
                       {"pid", place.pid},
                       {"cpus", cpu_list(cpus)}};
  if (place.cores) json["cores"] = *place.cores;
  if (!place.core_cpus.empty()) json["core_cpus"] = cpu_list(place.core_cpus);
  json["threads"] = place.thread_cpus.size();
  json["thread_cpus"] = ordered_json::array();
  for (CpuSet const& thread : place.thread_cpus) {
    json["thread_cpus"].push_back(cpu_list(thread));
  }
  if (place.device) json["device"] = device_json(place.device);
  return json;
}

/// What the ranks of one node see of it together.
struct Node {
  std::string host, slurm_node;
  CpuSet offered;
  std::optional<double> quota_cpus;
};

void add(Node& node, Place const& place) {
  node.host = place.host;
  node.slurm_node = place.slurm_node;
  node.offered.insert(place.offered.begin(), place.offered.end());
  if (!place.quota_cpus) return;
  node.quota_cpus =
      std::min(node.quota_cpus.value_or(*place.quota_cpus), *place.quota_cpus);
}

ordered_json node_json(Node const& node) {
  ordered_json json = {{"host", node.host}};
  if (!node.slurm_node.empty()) json["slurm_node"] = node.slurm_node;
  if (node.quota_cpus) json["quota_cpus"] = *node.quota_cpus;
  if (node.offered.empty()) return json;
  json["cpus"] = cpu_list(node.offered);
  auto const cores = physical_cores(node.offered);
  if (cores) json["cores"] = *cores;
  return json;
}

}  // namespace

ordered_json world_json(std::vector<Place> const& places) {
  std::map<std::pair<std::string, std::string>, int> nodes;
  std::vector<Node> seen;
  ordered_json by_rank = ordered_json::array();
  for (Place const& place : places) {
    auto const next = static_cast<int>(nodes.size());
    auto const [node, is_new] = nodes.try_emplace({place.host, place.slurm_node}, next);
    if (is_new) seen.emplace_back();
    add(seen[static_cast<std::size_t>(node->second)], place);
    by_rank.push_back(rank_json(place, node->second));
  }
  ordered_json by_node = ordered_json::array();
  for (Node const& node : seen) by_node.push_back(node_json(node));
  return {{"ranks", places.size()},
          {"nodes", nodes.size()},
          {"by_node", by_node},
          {"by_rank", by_rank}};
}

std::vector<Place> gather_places(Place const& mine) {
  auto const bytes = packed(mine);
  std::vector<Place> places;
  for (std::string const& text : gather(std::string(bytes.begin(), bytes.end()))) {
    places.push_back(unpacked(text));
  }
  return places;
}

}  // namespace assay
