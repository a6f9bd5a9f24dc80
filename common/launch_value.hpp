// SPDX-License-Identifier: Apache-2.0
// The one value of a launch, the same in worker, harness and analysis
// (analysis/scaling/statistics/warm_up.py; tests/contract holds them together).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace assay {

/// The median of the values, of an even number the mean of the two in the middle;
/// throws std::logic_error for none.
double median(std::vector<double> values);

/// How many repetitions at the head of a launch are warm-up.
struct WarmUp {
  std::size_t dropped = 0;
  bool is_steady = true;  ///< else only the first is dropped
};

/// The first repetition is never kept where there is another. Of seven or more, the
/// smallest d from 1 to n/2 are dropped for which the next value is at most Q3 + 3 IQR,
/// or Q3 + 2 %, of those after it, and the medians of both halves of what is left
/// differ by at most 2 % of the later one. Quantiles are linear between order
/// statistics.
WarmUp warm_up(std::span<double const> repetitions_s);

/// The median of the repetitions after the warm-up; throws std::logic_error for none.
double launch_value_s(std::span<double const> repetitions_s);

/// The value of a launch whose rate counts: the time of one unit of its work, so that
/// less is better and ratios are speedups, as of times.
constexpr double launch_value_of_rate(double rate) { return 1 / rate; }

}  // namespace assay
