// SPDX-License-Identifier: Apache-2.0
// The world that the launch made: ranks, nodes, and what each node has to give.
#include <algorithm>
#include <map>

#include "checks.hpp"

namespace assay {
namespace {

/// Cores of a node that the job may keep busy, and what limits them.
struct Capacity {
  double cores = 0;
  std::string why;
};

std::optional<Capacity> capacity_of(NodePlace const& node) {
  std::optional<Capacity> least;
  if (node.cores) least = {*node.cores, ""};
  if (!node.quota_cpus) return least;
  if (least && least->cores <= *node.quota_cpus) return least;
  return Capacity{*node.quota_cpus, " (quota of its control group)"};
}

}  // namespace

Finding check_world(Point const& point, World const& world) {
  if (world.ranks != point.ranks) {
    return found(
        VerdictClass::world,
        fmt::format("{} ranks asked, {} seen (is the launcher of the same MPI as "
                    "the worker?)",
                    point.ranks, world.ranks));
  }
  if (world.nodes != point.nodes) {
    return found(VerdictClass::world,
                 fmt::format("{} nodes asked, {} seen", point.nodes, world.nodes));
  }
  std::map<int, int> per_node;
  for (auto const& rank : world.by_rank) ++per_node[rank.node];
  for (auto const& [node, count] : per_node) {
    if (count > point.ranks_per_node() ||
        (count < point.ranks_per_node() && !point.is_uneven())) {
      return found(VerdictClass::world,
                   fmt::format("{} ranks per node asked, {} on node {}",
                               point.ranks_per_node(), count, node));
    }
  }
  return std::nullopt;
}

// Told apart from a bad binding: here no binding could have helped.
Finding check_capacity(Point const& point, World const& world) {
  int index = 0;
  for (auto const& node : world.by_node) {
    auto const capacity = capacity_of(node);
    int const asked = point.ranks_per_node() * point.cores_of_rank();
    bool const is_told = point.cores_per_rank > 0;
    if (capacity && asked > capacity->cores) {
      return found(VerdictClass::oversubscribed,
                   fmt::format("{} ranks x {} {} on node {}, which has {:g} cores{}",
                               point.ranks_per_node(),
                               is_told ? point.cores_per_rank : point.threads,
                               is_told ? "cores" : "threads", index, capacity->cores,
                               capacity->why));
    }
    ++index;
  }
  return std::nullopt;
}

}  // namespace assay
