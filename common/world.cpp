// SPDX-License-Identifier: Apache-2.0
// Ranks by node, and nodes as their ranks see them together.
#include "world.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace assay {
namespace {

Json rank_json(Place const& place, int node) {
  CpuSet const cpus = all_cpus(place.thread_cpus);
  Json json = {{"host", place.host},
               {"node", node},
               {"pid", place.pid},
               {"cpus", cpu_list(cpus)}};
  if (place.cores) json["cores"] = *place.cores;
  if (!place.core_cpus.empty()) json["core_cpus"] = cpu_list(place.core_cpus);
  json["threads"] = place.thread_cpus.size();
  json["thread_cpus"] = Json::array();
  for (CpuSet const& thread : place.thread_cpus) {
    json["thread_cpus"].push_back(cpu_list(thread));
  }
  if (place.device) json["device"] = device_json(*place.device);
  return json;
}

/// What the ranks of one node see of it together.
struct Node {
  std::string host, slurm_node;
  CpuSet offered;
  std::optional<CpuSet> cores = CpuSet{};  ///< each by its first CPU
  std::set<CpuSet> sockets, numa;
  std::optional<double> quota_cpus;
};

/// Counted where the rank ran: this process may be on a machine of other cores.
void add_cores(Node& node, Place const& place) {
  if (!place.offered_cores) {
    node.cores.reset();
  } else if (node.cores) {
    node.cores->insert(place.offered_cores->begin(), place.offered_cores->end());
  }
}

void add(Node& node, Place const& place) {
  node.host = place.host;
  node.slurm_node = place.slurm_node;
  node.offered.insert(place.offered.begin(), place.offered.end());
  add_cores(node, place);
  node.sockets.insert(place.sockets.begin(), place.sockets.end());
  node.numa.insert(place.numa.begin(), place.numa.end());
  if (!place.quota_cpus) return;
  node.quota_cpus =
      std::min(node.quota_cpus.value_or(*place.quota_cpus), *place.quota_cpus);
}

/// One is the whole node, of which nothing is to be said.
void put_domains(Json& json, char const* name, std::set<CpuSet> const& domains) {
  if (domains.size() < 2) return;
  for (auto const& cpus : domains) json[name].push_back(cpu_list(cpus));
}

Json node_json(Node const& node) {
  Json json = {{"host", node.host}};
  if (!node.slurm_node.empty()) json["slurm_node"] = node.slurm_node;
  if (node.quota_cpus) json["quota_cpus"] = *node.quota_cpus;
  if (node.offered.empty()) return json;
  json["cpus"] = cpu_list(node.offered);
  if (node.cores) json["cores"] = node.cores->size();
  put_domains(json, "sockets", node.sockets);
  put_domains(json, "numa", node.numa);
  return json;
}

}  // namespace

Json world_json(std::vector<Place> const& places) {
  std::map<std::pair<std::string, std::string>, int> nodes;
  std::vector<Node> seen;
  Json by_rank = Json::array();
  for (Place const& place : places) {
    auto const next = static_cast<int>(nodes.size());
    auto const [node, is_new] = nodes.try_emplace({place.host, place.slurm_node}, next);
    if (is_new) seen.emplace_back();
    add(seen[static_cast<std::size_t>(node->second)], place);
    by_rank.push_back(rank_json(place, node->second));
  }
  Json by_node = Json::array();
  for (Node const& node : seen) by_node.push_back(node_json(node));
  return {{"ranks", places.size()},
          {"nodes", nodes.size()},
          {"by_node", by_node},
          {"by_rank", by_rank}};
}

}  // namespace assay
