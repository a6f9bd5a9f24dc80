// SPDX-License-Identifier: Apache-2.0
// The nodes that a study could get, seen from a login node.
#pragma once

#include <optional>
#include <string>

#include "model/machine.hpp"

namespace assay {

struct ClusterNodes {
  Machine machine;                 ///< of unlike nodes, the least of each
  std::optional<double> limit_s;   ///< of a job
  std::optional<int> most_jobs{};  ///< of the user's that wait or run at a time
  std::string limit_of_jobs{};     ///< what allows no more
  std::optional<double> most_core_hours{};  ///< in all, used ones among them
  std::string limit_of_core_hours{};
  int slots_per_node = 1;              ///< that a job of Grid Engine asks for
  std::string parallel_environment{};  ///< of Grid Engine, which gives them
};

/// "4096x128": nodes and cores of each, where no scheduler is to be asked; throws
/// UsageError.
ClusterNodes described_nodes(std::string const& text);

}  // namespace assay
