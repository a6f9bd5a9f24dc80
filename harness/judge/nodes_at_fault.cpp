// SPDX-License-Identifier: Apache-2.0
// The checks of the judge, on one node at a time.
#include "nodes_at_fault.hpp"

#include <map>

#include "checks.hpp"

namespace assay {
namespace {

/// The world as it would be with this node alone, by the name of the node.
std::map<std::string, World> by_node(World const& world) {
  std::map<std::string, World> worlds;
  auto const name_of = [](NodePlace const& node) {
    return node.slurm_node.empty() ? node.host : node.slurm_node;
  };
  for (auto const& rank : world.by_rank) {
    auto const index = static_cast<std::size_t>(rank.node);
    auto const name =
        index < world.by_node.size() ? name_of(world.by_node[index]) : rank.host;
    if (!name.empty()) worlds[name].by_rank.push_back(rank);
  }
  for (auto const& node : world.by_node) {
    if (auto const name = name_of(node); !name.empty())
      worlds[name].by_node.push_back(node);
  }
  return worlds;
}

bool is_sound(Point const& point, World const& world) {
  return !world.by_rank.empty() && !check_capacity(point, world) &&
         !check_threads(point, world) && !check_overlap(world);
}

}  // namespace

std::set<std::string> nodes_in(World const& world) {
  std::set<std::string> names;
  for (auto const& [name, alone] : by_node(world)) names.insert(name);
  return names;
}

std::set<std::string> nodes_at_fault(Point const& point, World const& world) {
  std::set<std::string> names;
  for (auto const& [name, alone] : by_node(world)) {
    if (!is_sound(point, alone)) names.insert(name);
  }
  return names;
}

}  // namespace assay
