// SPDX-License-Identifier: Apache-2.0
// The checks of the judge, on one node at a time.
#include "nodes_at_fault.hpp"

#include <map>

#include "checks.hpp"

namespace assay {
namespace {

using nlohmann::json;

/// Slurm's name for a node where it has one.
std::string name_of(json const& node) {
  return node.value("slurm_node", node.value("host", ""));
}

/// The world as it would be with this node alone, by the name of the node.
std::map<std::string, json> by_node(json const& world) {
  std::map<std::string, json> worlds;
  auto const nodes = world.value("by_node", json::array());
  for (auto const& rank : world.value("by_rank", json::array())) {
    auto const index = rank.at("node").get<std::size_t>();
    auto const name = name_of(index < nodes.size() ? nodes[index] : rank);
    if (!name.empty()) worlds[name]["by_rank"].push_back(rank);
  }
  for (auto const& node : nodes) {
    if (auto const name = name_of(node); !name.empty())
      worlds[name]["by_node"].push_back(node);
  }
  return worlds;
}

bool is_sound(Point const& point, json const& world) {
  return world.contains("by_rank") && !check_capacity(point, world) &&
         !check_threads(point, world) && !check_overlap(world);
}

}  // namespace

std::set<std::string> nodes_in(json const& world) {
  std::set<std::string> names;
  for (auto const& [name, alone] : by_node(world)) names.insert(name);
  return names;
}

std::set<std::string> nodes_at_fault(Point const& point, json const& world) {
  std::set<std::string> names;
  for (auto const& [name, alone] : by_node(world)) {
    if (!is_sound(point, alone)) names.insert(name);
  }
  return names;
}

}  // namespace assay
