// SPDX-License-Identifier: Apache-2.0
// When a point is looked at to see whether it may stop, and what is then its interval.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/study.hpp"

namespace assay {

/// A planned number of launches, and the interval of the median there.
struct Look {
  int launches = 0;
  /// From 1, of the ordered times: the interval ends at the low-th and the high-th.
  /// Both 0 where so few launches have none.
  std::size_t low = 0;
  std::size_t high = 0;
};

/// A look at so many launches: with X ~ Bin(n, 1/2), low is the largest l with
/// P(X <= l-1) <= tail (David & Nagaraja, Order Statistics, 7.1).
Look look_at(std::size_t launches, double tail);

/// All looks of a study, such that 95 % of the intervals hold whichever look a rule
/// stops at, this one or another: the chance that any of them misses is at most 5 %.
struct Looks {
  std::vector<Look> at;
  /// What one side of an interval may miss at one look, the same at each (Pocock,
  /// Biometrika 64, 1977): 0.025, or less where several looks share the 5 %.
  double tail = 0;

  /// The last look at no more than `launches`; null before the first.
  Look const* last(std::size_t launches) const;
};

/// The launches after which a point is expected to stop where launches differ by
/// `noise`, a standard deviation relative to the time, and base and point do not go up
/// and down together; none where the last look is not expected to be narrow enough.
/// From the normal distribution: the wider end of the interval of the median is a
/// quarter farther than one end is on average (counted by simulation), and the ratio of
/// two times varies by the root of two more, its estimate by 2 % more than a mean's.
std::optional<int> expected_launches(Looks const& looks, double noise, double until);

/// Those from the minimum of a rule, each half as many launches again, to its maximum;
/// one that would be less than a quarter before the maximum is left out. `tail` is the
/// largest at which the chance of a miss at any look stays within 5 %. That chance is
/// counted exactly: the number of times below the true median is a walk of fair coins.
Looks looks_of(LaunchRule const& rule);

}  // namespace assay
