// SPDX-License-Identifier: Apache-2.0
// What a point still needs, by the rule of the run.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plan/stop_rule.hpp"
#include "records/history.hpp"

namespace assay {

/// A point with this many failed launches and no good one is given up.
constexpr int most_failures = 3;

/// Whether no launch of the point can be hoped for: none was good, and it failed too
/// often, or since what it asks for is not there (`config`), which another launch would
/// lack as well. Failures of the launches `again`, which are to be repeated, do not
/// count.
bool is_given_up(PointHistory const& history, std::set<int> const& again = {});

/// Whether of the launches before `end`, as many as the rule asks at least, most were
/// disturbed: others will not be quiet because there are more. Not of those `again`.
bool is_too_disturbed(PointHistory const& history, int end, LaunchRule const& rule,
                      std::set<int> const& again = {});

using Histories = std::vector<PointHistory const*>;

/// The good launches of a point before the launch `end`, beside those of its bases.
Launched launched_before(int end, PointHistory const& history, Histories const& bases);

/// Launches that a run would still make, as far as is known before: up to the next
/// look, where the intervals are not yet narrow enough. 0 where it has ended.
int remaining_launches(PointHistory const& history, StopRule const& rule,
                       Histories const& bases = {});

/// Launches that each point still needs in the job of its node count: a base in the
/// same job goes on as long as the points that are measured against it, and a copy of
/// one is there for these alone.
std::vector<int> launches_in_jobs(std::vector<Point> const& points,
                                  std::vector<std::string> const& ids,
                                  History const& history, StopRule const& rule,
                                  BaseRule const& base = {});

}  // namespace assay
