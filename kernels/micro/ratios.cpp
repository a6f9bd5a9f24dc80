// SPDX-License-Identifier: Apache-2.0
// Laps -> ratios of rates.
#include "common/launch_value.hpp"
#include "rounds.hpp"

namespace assay {

std::size_t binding(Goal const& goal, Rounds const& rounds) {
  std::size_t lowest = 0;
  std::vector<double> medians;
  for (std::size_t i = 0; i < goal.below.size(); ++i) {
    std::vector<double> rates;
    for (auto const& laps : rounds) {
      rates.push_back(laps[goal.above.size() + i].rate());
    }
    medians.push_back(median(rates));
    if (medians[i] < medians[lowest]) lowest = i;
  }
  return lowest;
}

std::vector<double> ratios(Goal const& goal, Rounds const& rounds) {
  bool const is_one = goal.kind == Below::ceilings;
  std::size_t const lowest = is_one ? binding(goal, rounds) : 0;
  std::vector<double> found;
  for (auto const& laps : rounds) {
    double ratio = 1;
    for (std::size_t i = 0; i < laps.size(); ++i) {
      if (i < goal.above.size()) {
        ratio *= laps[i].rate();
      } else if (!is_one || i == goal.above.size() + lowest) {
        ratio /= laps[i].rate();
      }
    }
    found.push_back(ratio);
  }
  return found;
}

}  // namespace assay
