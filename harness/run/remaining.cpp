// SPDX-License-Identifier: Apache-2.0
#include "remaining.hpp"

#include <algorithm>

#include "run_study.hpp"
#include "stop_rule.hpp"

namespace assay {

int remaining_launches(PointHistory const& history, LaunchRule const& rule) {
  auto const settled = static_cast<int>(history.settled.size());
  bool const given_up = history.good_s.empty() && history.failures() >= most_failures;
  bool const ended = given_up || settled >= rule.maximum ||
                     stop_reason(rule, history.makespans_s()).has_value();
  return ended ? 0 : std::max(1, rule.minimum - settled);
}

}  // namespace assay
