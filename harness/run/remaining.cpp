// SPDX-License-Identifier: Apache-2.0
#include "remaining.hpp"

namespace assay {

bool is_given_up(PointHistory const& history, std::set<int> const& again) {
  if (!history.good_s.empty()) return false;
  // Whose answers only differ from others may yet be right.
  bool const may_agree = history.settled.size() < std::size_t{2} * most_failures;
  int failures = 0;
  for (auto const& [launch, verdict] : history.settled) {
    if (again.count(launch) != 0) continue;
    if (may_agree && history.withheld.count(launch) != 0) continue;
    if (verdict == VerdictClass::config) return true;
    ++failures;
  }
  return failures >= most_failures;
}

int remaining_launches(PointHistory const& history, StopRule const& rule) {
  auto const settled = static_cast<int>(history.settled.size());
  bool const ended = is_given_up(history) || settled >= rule.rule().maximum ||
                     rule.reason({history.good_s}).has_value();
  if (ended) return 0;
  for (auto const& look : rule.looks().at)
    if (look.launches > settled) return look.launches - settled;
  return 1;
}

}  // namespace assay
