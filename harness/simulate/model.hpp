// SPDX-License-Identifier: Apache-2.0
// How long a cluster takes for a point: the truth, and one launch with its noise.
#pragma once

#include <cstdint>
#include <vector>

#include "draw.hpp"
#include "model/cluster.hpp"
#include "model/point.hpp"

namespace assay {

/// One repetition, by rank where the ranks are told apart.
struct SimulatedRepetition {
  std::vector<double> useful_s, reduce_s, barrier_s;
  double makespan_s = 0;
  double skew_bound_s = 0;
};

struct SimulatedLaunch {
  int first_node = 0;  ///< its nodes are this one and those that follow
  std::vector<SimulatedRepetition> repetitions;
};

/// Above this many ranks only the makespan is recorded, as for a program: a record
/// would be tens of megabytes.
constexpr int most_ranks_told_apart = 4096;

/// The node on which a rank runs: as many on each, in order or in turn, or on some one
/// less; and which of its ranks it is.
int node_of(int rank, Point const& point);
int number_on_node(int rank, Point const& point);

/// What the ranks compute, without noise: the part of the law that is no collective.
double compute_s(Cluster const& cluster, Point const& point);

/// The reduction: a tree within each node, and one between nodes.
double collective_s(Cluster const& cluster, Point const& point);

/// Draws a launch of `point`. `seed` makes the same nodes slow in all launches;
/// `launch`, from 1, is how far the machine has drifted.
SimulatedLaunch simulate_launch(Cluster const& cluster, Point const& point, int launch,
                                std::uint64_t seed, Draw& draw);

}  // namespace assay
