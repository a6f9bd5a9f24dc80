// SPDX-License-Identifier: Apache-2.0
#include "remaining.hpp"

#include <algorithm>
#include <limits>

#include "bases.hpp"

namespace assay {
namespace {

/// Nothing where the base has no good launch in that block.
std::optional<double> time_beside(int launch, int block, PointHistory const& base) {
  auto const time_s = base.good_s.find(launch);
  bool const is_beside = time_s != base.good_s.end() && base.blocks.at(launch) == block;
  return is_beside ? std::optional(time_s->second) : std::nullopt;
}

}  // namespace

bool is_given_up(PointHistory const& history, std::set<int> const& again) {
  if (!history.good_s.empty()) return false;
  // Whose answers only differ from others may yet be right.
  bool const may_agree = history.settled.size() < std::size_t{2} * most_failures;
  int failures = 0;
  for (auto const& [launch, verdict] : history.settled) {
    if (again.count(launch) != 0) continue;
    if (may_agree && history.withheld.count(launch) != 0) continue;
    if (verdict == VerdictClass::config) return true;
    failures += is_failure(verdict);
  }
  return failures >= most_failures;
}

bool is_too_disturbed(PointHistory const& history, int end, LaunchRule const& rule,
                      std::set<int> const& again) {
  int settled = 0;
  int disturbed = 0;
  for (auto const& [launch, verdict] : history.settled) {
    if (launch >= end) break;
    if (again.count(launch) != 0) continue;
    ++settled;
    disturbed += verdict == VerdictClass::disturbed;
  }
  return settled >= rule.minimum && 2 * disturbed > settled;
}

// Launches of one block have one number, though not only they.
Launched launched_before(int end, PointHistory const& history, Histories const& bases) {
  Launched point;
  point.bases_s.resize(bases.size());
  auto const last = history.good_s.lower_bound(end);
  for (auto good = history.good_s.begin(); good != last; ++good) {
    auto const& [launch, time_s] = *good;
    point.times_s.push_back(time_s);
    for (std::size_t i = 0; i < bases.size(); ++i)
      point.bases_s[i].push_back(
          time_beside(launch, history.blocks.at(launch), *bases[i]));
  }
  return point;
}

int remaining_launches(PointHistory const& history, StopRule const& rule,
                       Histories const& bases) {
  auto const settled = static_cast<int>(history.settled.size());
  auto const all = std::numeric_limits<int>::max();
  bool const ended = is_given_up(history) ||
                     is_too_disturbed(history, all, rule.rule()) ||
                     settled >= rule.rule().maximum ||
                     rule.reason(launched_before(all, history, bases)).has_value();
  if (ended) return 0;
  for (auto const& look : rule.looks().at)
    if (look.launches > settled) return look.launches - settled;
  return 1;
}

std::vector<int> launches_in_jobs(std::vector<Point> const& points,
                                  std::vector<std::string> const& ids,
                                  History const& history, StopRule const& rule,
                                  BaseRule const& base) {
  auto const bases = bases_in_jobs(points, {}, base);
  std::vector<int> launches(points.size());
  std::vector<int> settled(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    Histories of_bases;
    for (auto const one : bases[i]) of_bases.push_back(&history.of(ids[one]));
    auto const& known = history.of(ids[i]);
    launches[i] = points[i].is_copy() ? 0 : remaining_launches(known, rule, of_bases);
    settled[i] = static_cast<int>(known.settled.size());
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (launches[i] == 0) continue;
    for (auto const one : bases[i])
      launches[one] = std::max(launches[one], settled[i] + launches[i] - settled[one]);
  }
  return launches;
}

}  // namespace assay
