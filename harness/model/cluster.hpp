// SPDX-License-Identifier: Apache-2.0
// The cluster that launcher `simulate` answers for: the section `simulate:` of a study.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace assay {

/// Something that happens to a share of launches or nodes and makes them slower.
struct Slowdown {
  double share = 0;  ///< of launches, or of nodes
  double by = 0;     ///< 0.3 is a time of 1.3
};

/// A model with known truth. Without noise a repetition of `samples` on R cores takes
///
///     samples / (rate R) (1 + serial (R-1) + crosstalk R) + fixed + collective
///
/// which is Gunther's universal law (Guerrilla Capacity Planning, 2007), and Amdahl's
/// where crosstalk is 0, and a tree of messages within the nodes and between them.
struct Cluster {
  int nodes = 1;
  int cores_per_node = 64;
  std::optional<double> rate;  ///< samples per second of a core, for every kernel
  std::map<std::string, double>
      nominal_rates;  ///< the kernels' own, where it is not given
  double serial = 0;
  double crosstalk = 0;
  double fixed_s = 0;
  double in_node_s = 5e-7;        ///< of one level of the tree, between ranks of a node
  double between_nodes_s = 2e-6;  ///< of one level, between nodes
  double imbalance = 0;           ///< the least loaded rank's idle share
  double launch_noise = 0.01;     ///< standard deviation of the logarithm
  double repetition_noise = 0.005;  ///< the same, within a launch
  Slowdown outliers{};              ///< of launches, as a whole
  Slowdown stragglers{};            ///< of launches, in which one node falls behind
  Slowdown slow_nodes{};            ///< of nodes, always the same ones
  double warm_up = 0;               ///< by which the first repetition is slower
  double drift = 0;                 ///< by which each block is slower, of the first
  double start_s = 1;  ///< from the launcher's start to the first repetition
  /// Verdict -> share of launches that end so.
  std::map<std::string, double> faults;
};

}  // namespace assay
