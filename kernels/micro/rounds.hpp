// SPDX-License-Identifier: Apache-2.0
// Rounds in which all contestants of a goal run, one after the other.
#pragma once

#include <cstdint>
#include <vector>

#include "goal.hpp"
#include "subject.hpp"

namespace assay {

struct Effort {
  int rounds = 15;
  double run_s = 0.1;  ///< of one run of a contestant, about
  Clock clock = Clock::wall;
};

/// One run of a contestant.
struct Lap {
  std::uint64_t samples = 0;
  double time_s = 0;

  double rate() const { return static_cast<double>(samples) / time_s; }
};

/// The laps of each round, in the order of the goal's contestants: those above, then
/// those below.
using Rounds = std::vector<std::vector<Lap>>;

/// Runs the rounds. Whatever slows the machine for longer than a round slows all
/// contestants; their order is turned round from one round to the next. Throws
/// std::runtime_error where a contestant cannot run here.
Rounds run_rounds(Goal const& goal, Effort effort);

/// Which of the ceilings below has the lowest median rate: the one that binds.
std::size_t binding(Goal const& goal, Rounds const& rounds);

/// The ratio of the goal, once for each round.
std::vector<double> ratios(Goal const& goal, Rounds const& rounds);

}  // namespace assay
