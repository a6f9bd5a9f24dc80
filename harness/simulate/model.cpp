// SPDX-License-Identifier: Apache-2.0
// Pure: the same numbers for the same draw.
#include "model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "model/placement.hpp"

namespace assay {
namespace {

/// Levels of a binary tree over `count`: ceil(log2 count).
int levels(int count) {
  return static_cast<int>(std::bit_width(static_cast<unsigned>(count - 1)));
}

/// As a clock with this resolution tells it; never 0, which is no time.
double on_clock(double seconds) {
  constexpr double ticks_per_s = 1e9;
  return std::max(1.0, std::round(seconds * ticks_per_s)) / ticks_per_s;
}

double rate_of(Cluster const& cluster, std::string const& kernel) {
  if (cluster.rate) return *cluster.rate;
  auto const known = cluster.nominal_rates.find(kernel);
  return known == cluster.nominal_rates.end() ? 1e8 : known->second;
}

/// By how much each node of a launch is slower than the cluster as it is meant.
std::vector<double> node_slowness(Cluster const& cluster, int first_node, int nodes,
                                  std::uint64_t seed, Draw& draw) {
  std::vector<double> slowness(static_cast<std::size_t>(nodes), 1.0);
  auto const& [share, by] = cluster.slow_nodes;
  for (int node = 0; share > 0 && node < nodes; ++node) {
    if (Draw(fmt::format("node {} {}", seed, first_node + node)).happens(share))
      slowness[static_cast<std::size_t>(node)] *= 1 + by;
  }
  if (draw.happens(cluster.stragglers.share))
    slowness[static_cast<std::size_t>(draw.below(nodes))] *= 1 + cluster.stragglers.by;
  return slowness;
}

/// Ranks of a repetition: all but one have less to do, by up to `imbalance`.
std::vector<double> useful_times(double longest_s, Cluster const& cluster,
                                 Point const& point,
                                 std::vector<double> const& slowness, Draw& draw) {
  std::vector<double> times;
  auto const ranks = point.ranks;
  times.reserve(static_cast<std::size_t>(ranks));
  int const busiest = draw.below(ranks);
  for (int rank = 0; rank < ranks; ++rank) {
    double const idle = rank == busiest ? 0 : cluster.imbalance * draw.uniform();
    auto const node = static_cast<std::size_t>(node_of(rank, point));
    times.push_back(on_clock(longest_s * (1 - idle) * slowness[node]));
  }
  return times;
}

/// Ends when the last rank has computed and the tree has been climbed.
SimulatedRepetition repetition_of(std::vector<double> useful_s, double tree_s,
                                  Draw& draw) {
  SimulatedRepetition one;
  double const longest_s = *std::max_element(useful_s.begin(), useful_s.end());
  for (double const useful : useful_s) {
    one.reduce_s.push_back(on_clock(longest_s - useful + tree_s));
    one.barrier_s.push_back(on_clock(tree_s * draw.uniform()));
    one.makespan_s = std::max(one.makespan_s, useful + one.reduce_s.back());
  }
  one.skew_bound_s = *std::max_element(one.barrier_s.begin(), one.barrier_s.end());
  one.useful_s = std::move(useful_s);
  return one;
}

/// The same without the ranks' own times.
SimulatedRepetition summary_of(double longest_s, double tree_s,
                               std::vector<double> const& slowness) {
  SimulatedRepetition one;
  double const slowest = *std::max_element(slowness.begin(), slowness.end());
  one.makespan_s = on_clock(longest_s * slowest + tree_s);
  one.skew_bound_s = on_clock(tree_s);
  return one;
}

}  // namespace

int node_of(int rank, Point const& point) {
  if (point.place == place_by_node) return rank % point.nodes;
  return static_cast<int>(std::int64_t{rank} * point.nodes / point.ranks);
}

int number_on_node(int rank, Point const& point) {
  if (point.place == place_by_node) return rank / point.nodes;
  auto const before = std::int64_t{node_of(rank, point)} * point.ranks;
  return rank - static_cast<int>((before + point.nodes - 1) / point.nodes);
}

double compute_s(Cluster const& cluster, Point const& point) {
  double const cores = static_cast<double>(point.ranks) * point.threads;
  double const alone_s =
      static_cast<double>(point.samples) / rate_of(cluster, point.kernel);
  double const law =
      1 + cluster.serial * (cores - 1) + cluster.crosstalk * cores * (cores - 1);
  return alone_s / cores * law + cluster.fixed_s;
}

double collective_s(Cluster const& cluster, Point const& point) {
  return cluster.in_node_s * levels(point.ranks_per_node()) +
         cluster.between_nodes_s * levels(point.nodes);
}

SimulatedLaunch simulate_launch(Cluster const& cluster, Point const& point, int launch,
                                std::uint64_t seed, Draw& draw) {
  SimulatedLaunch result;
  result.first_node = draw.below(cluster.nodes - point.nodes + 1);
  double factor =
      draw.lognormal(cluster.launch_noise) * (1 + cluster.drift * (launch - 1));
  if (draw.happens(cluster.outliers.share)) factor *= 1 + cluster.outliers.by;
  auto const slowness =
      node_slowness(cluster, result.first_node, point.nodes, seed, draw);
  double const tree_s = collective_s(cluster, point);
  for (int i = 0; i < point.repetitions; ++i) {
    double const warm_up = i == 0 ? 1 + cluster.warm_up : 1;
    double const longest_s = compute_s(cluster, point) * factor * warm_up *
                             draw.lognormal(cluster.repetition_noise);
    result.repetitions.push_back(
        point.ranks > most_ranks_told_apart
            ? summary_of(longest_s, tree_s, slowness)
            : repetition_of(useful_times(longest_s, cluster, point, slowness, draw),
                            tree_s, draw));
  }
  return result;
}

}  // namespace assay
