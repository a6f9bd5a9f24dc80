// SPDX-License-Identifier: Apache-2.0
// Which nodes of a job a launch runs on.
#include "placement.hpp"

namespace assay {

std::optional<std::vector<std::string>> choose_nodes(
    std::vector<std::string> const& nodes, std::set<std::string> const& avoided,
    int count) {
  std::vector<std::string> chosen;
  for (auto const& node : nodes) {
    if (static_cast<int>(chosen.size()) == count) break;
    if (avoided.count(node) == 0) chosen.push_back(node);
  }
  if (static_cast<int>(chosen.size()) < count) return std::nullopt;
  return chosen;
}

}  // namespace assay
