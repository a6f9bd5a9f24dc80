// SPDX-License-Identifier: Apache-2.0
// The order in which ranks stand on nodes, and on the sockets or NUMA domains of one.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "checks.hpp"
#include "model/placement.hpp"

namespace assay {
namespace {

using Domains = std::vector<std::set<int>>;

/// The number of the domain that each of the ranks is on; of one that is on several,
/// their number.
std::vector<std::size_t> domains_of(std::vector<RankPlace const*> const& ranks,
                                    Domains const& domains) {
  std::vector<std::size_t> found;
  for (auto const* rank : ranks) {
    auto const holds = [&](auto const& domain) {
      return std::includes(domain.begin(), domain.end(), rank->cpus.begin(),
                           rank->cpus.end());
    };
    auto const one = std::find_if(domains.begin(), domains.end(), holds);
    found.push_back(static_cast<std::size_t>(one - domains.begin()));
  }
  return found;
}

/// Each on the next, and round again.
bool goes_round(std::vector<std::size_t> const& on, std::size_t count) {
  std::set<std::size_t> const first(
      on.begin(), on.begin() + static_cast<std::ptrdiff_t>(std::min(count, on.size())));
  if (first.size() < std::min(count, on.size()) || first.contains(count)) return false;
  for (auto i = count; i < on.size(); ++i)
    if (on[i] != on[i - count]) return false;
  return true;
}

/// None comes back to a domain that it has left. One that is on several is between two.
bool goes_on(std::vector<std::size_t> const& on, std::size_t count) {
  std::set<std::size_t> left;
  auto current = count;
  for (auto const domain : on) {
    if (domain == count || domain == current) continue;
    if (!left.insert(domain).second) return false;
    current = domain;
  }
  return true;
}

Finding wrong_order(Point const& point, std::string const& detail) {
  return found(VerdictClass::binding,
               fmt::format("place: {} asked, but {}", point.place, detail));
}

Finding check_nodes_in_turn(Point const& point, World const& world) {
  int index = 0;
  for (auto const& rank : world.by_rank) {
    if (rank.node != index % world.nodes)
      return wrong_order(point, fmt::format("rank {} is on node {}", index, rank.node));
    ++index;
  }
  return std::nullopt;
}

Finding check_domains(Point const& point, std::vector<RankPlace const*> const& ranks,
                      Domains const& domains, char const* what) {
  if (domains.size() < 2) return std::nullopt;
  auto on = domains_of(ranks, domains);
  bool const is_right = point.place == place_by_core ? goes_on(on, domains.size())
                                                     : goes_round(on, domains.size());
  if (is_right) return std::nullopt;
  constexpr std::size_t most_shown = 8;
  on.resize(std::min(on.size(), most_shown));
  return wrong_order(
      point, fmt::format("the ranks of {} are on {} {} of {} ({} of several)",
                         ranks.front()->host, what, fmt::join(on, ", "), domains.size(),
                         domains.size()));
}

}  // namespace

Finding check_order(Point const& point, World const& world) {
  if (point.place.empty()) return std::nullopt;
  if (point.place == place_by_node) return check_nodes_in_turn(point, world);
  std::map<int, std::vector<RankPlace const*>> by_node_number;
  for (auto const& rank : world.by_rank) by_node_number[rank.node].push_back(&rank);
  bool const is_numa = point.place == place_by_numa;
  for (auto const& [node, ranks] : by_node_number) {
    auto const number = static_cast<std::size_t>(node);
    if (number >= world.by_node.size()) continue;
    auto const& place = world.by_node[number];
    if (auto wrong = check_domains(point, ranks, is_numa ? place.numa : place.sockets,
                                   is_numa ? "NUMA domains" : "sockets"))
      return wrong;
  }
  return std::nullopt;
}

}  // namespace assay
