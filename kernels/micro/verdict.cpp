// SPDX-License-Identifier: Apache-2.0
// A comparison, but for a ceiling that is exceeded.
#include "verdict.hpp"

namespace assay {

bool is_error(Goal const& goal, double middle) {
  return goal.kind == Below::ceilings && !(middle <= most_of_a_ceiling);
}

std::string verdict(Goal const& goal, double middle) {
  if (is_error(goal, middle)) return "error: it exceeds its ceiling";
  if (goal.target == 0) return {};
  return middle >= goal.target ? "met" : "not met";
}

}  // namespace assay
