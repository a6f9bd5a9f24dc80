// SPDX-License-Identifier: Apache-2.0
// All state is the history folded from the journal, so a resumed run decides as the
// uninterrupted one would have.
#include "run_state.hpp"

#include <algorithm>

#include "stop_rule.hpp"

namespace assay {

RunState::RunState(RunSpec const& spec, std::vector<nlohmann::json> const& lines)
    : spec_(spec) {
  for (auto const& line : lines) add(line);
  if (spec.failed != Failed::retry) return;
  for (std::size_t i = 0; i < spec.ids.size(); ++i) {
    for (auto const& [launch, verdict] : of(i).settled) {
      if (verdict != VerdictClass::ok) retried_.insert({i, launch});
    }
  }
}

AttemptId RunState::next_attempt(std::size_t index, int launch) const {
  auto const& attempts = of(index).attempts;
  auto const earlier = attempts.find(launch);
  return {spec_.ids[index], launch,
          earlier == attempts.end() ? 1 : earlier->second + 1};
}

bool RunState::is_done(std::size_t index, int launch) const {
  return of(index).settled.count(launch) != 0 && retried_.count({index, launch}) == 0;
}

void RunState::tried(std::size_t index, int launch) { retried_.erase({index, launch}); }

// Retried failures count again only when they fail again.
int RunState::failures(std::size_t index) const {
  int count = of(index).failures();
  for (auto const& [point, launch] : retried_) count -= point == index;
  return count;
}

std::string RunState::reason_to_stop(std::size_t index, int block) const {
  auto const& history = of(index);
  if (history.good_s.empty() && failures(index) >= most_failures) return "failed";
  // Only launches of earlier blocks: what a resumed run sees must not depend on where
  // the interrupted one stood.
  std::vector<double> earlier;
  for (auto const& [launch, value] : history.good_s) {
    if (launch < block) earlier.push_back(value);
  }
  if (auto const reason = stop_reason(spec_.study.launches, earlier)) return *reason;
  return block > spec_.study.launches.maximum ? "max" : "";
}

double RunState::expected_wall_s(std::size_t index) const {
  auto const& own = of(index);
  if (own.walls > 0) return own.wall_s / own.walls;
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
    sum += of(i).wall_s;
    count += of(i).walls;
  }
  return count > 0 ? sum / count : 0;
}

bool RunState::exceeds_limits(std::vector<std::size_t> const& points,
                              double elapsed_s) const {
  auto const& limits = spec_.study.limits;
  double block_s = 0;
  double block_core_s = 0;
  for (auto const index : points) {
    double const wall_s = expected_wall_s(index);
    block_s += wall_s;
    block_core_s += wall_s * spec_.plan.points[index].cores();
  }
  if (block_s <= 0) return false;  // nothing is known before the first block
  return (limits.wall_s && elapsed_s + block_s > *limits.wall_s) ||
         (limits.core_hours &&
          (history_.core_seconds() + block_core_s) / 3600 > *limits.core_hours);
}

Progress RunState::progress(int block) const {
  Progress now;
  for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
    auto const done = static_cast<int>(of(i).settled.size());
    now.done += done;
    int const expected =
        has_stopped(i) ? done : std::max({done, block, spec_.study.launches.minimum});
    now.expected += expected;
    now.remaining_s += (expected - done) * expected_wall_s(i);
  }
  return now;
}

}  // namespace assay
