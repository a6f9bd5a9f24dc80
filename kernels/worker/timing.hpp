// SPDX-License-Identifier: Apache-2.0
// Times repetitions on all ranks: local clocks after a double barrier.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "contract/kernel.hpp"

namespace assay {

/// Seconds of CLOCK_MONOTONIC, from an arbitrary start.
double now_s();

struct Clock {
  std::string name;
  double resolution_s = 0;
  double overhead_s = 0;  ///< median distance of back-to-back readings
};

Clock measure_clock();

/// One repetition on one rank. With b0 before and t0 after the second barrier, t1 after
/// the rank's own work and t2 after the reduction:
struct RepetitionTimes {
  double barrier_s = 0;  ///< t0 - b0
  double useful_s = 0;   ///< t1 - t0
  double reduce_s = 0;   ///< t2 - t1
};

struct Timed {
  std::vector<RepetitionTimes> times;  ///< of this rank, one a repetition
  std::vector<Tally> totals;           ///< over all ranks, one a repetition
};

/// Runs `repetition` `repetitions` times, `tallies` counts each. Nothing is allocated
/// or gathered between the first barrier and the last reduction. Collective.
Timed time_repetitions(Repetition const& repetition, std::size_t repetitions,
                       std::size_t tallies);

/// Per repetition, from the times by rank: the largest useful + reduce time, and the
/// largest time in the second barrier. No rank leaves that barrier before the last has
/// entered it, so the true makespan lies in [makespan_s, makespan_s + skew_bound_s].
double makespan_s(std::vector<RepetitionTimes> const& by_rank);
double skew_bound_s(std::vector<RepetitionTimes> const& by_rank);

}  // namespace assay
