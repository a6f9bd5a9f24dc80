// SPDX-License-Identifier: Apache-2.0
// Brings the places of all ranks together.
#include "world.hpp"

#include <map>
#include <utility>

#include "exchange.hpp"

namespace assay {
namespace {

using nlohmann::ordered_json;

// As bytes, since host names and environment variables need not be UTF-8.
std::vector<std::uint8_t> packed(Place const& place) {
  return ordered_json::to_msgpack({place.host, place.slurm_node, place.pid,
                                   place.cores.value_or(0), place.thread_cpus});
}

Place unpacked(std::string const& bytes) {
  auto const value = ordered_json::from_msgpack(bytes);
  int const cores = value[3].get<int>();
  return {.host = value[0].get<std::string>(),
          .slurm_node = value[1].get<std::string>(),
          .pid = value[2].get<int>(),
          .cores = cores > 0 ? std::optional(cores) : std::nullopt,
          .thread_cpus = value[4].get<std::vector<CpuSet>>()};
}

ordered_json rank_json(Place const& place, int node) {
  CpuSet const cpus = all_cpus(place.thread_cpus);
  ordered_json json = {{"host", place.host},
                       {"node", node},
                       {"pid", place.pid},
                       {"cpus", cpu_list(cpus)}};
  if (place.cores) json["cores"] = *place.cores;
  json["threads"] = place.thread_cpus.size();
  json["thread_cpus"] = ordered_json::array();
  for (CpuSet const& thread : place.thread_cpus) {
    json["thread_cpus"].push_back(cpu_list(thread));
  }
  return json;
}

}  // namespace

ordered_json world_json(std::vector<Place> const& places) {
  std::map<std::pair<std::string, std::string>, int> nodes;
  ordered_json by_rank = ordered_json::array();
  for (Place const& place : places) {
    auto const next = static_cast<int>(nodes.size());
    auto const [node, is_new] = nodes.try_emplace({place.host, place.slurm_node}, next);
    by_rank.push_back(rank_json(place, node->second));
  }
  return {{"ranks", places.size()}, {"nodes", nodes.size()}, {"by_rank", by_rank}};
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
