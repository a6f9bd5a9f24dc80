// SPDX-License-Identifier: Apache-2.0
// Rounds in which all contestants of a goal run, one after the other.
#pragma once

#include <vector>

#include "goal.hpp"

namespace assay {

struct Effort {
  int rounds = 15;
  double run_s = 0.1;  ///< of one run of a contestant, about
};

/// The ratio of the goal, once for each round. Whatever slows the machine for longer
/// than a round slows all contestants; their order is turned round from one round to
/// the next. Throws std::runtime_error where a contestant cannot run here.
std::vector<double> ratios(Goal const& goal, Effort effort);

}  // namespace assay
