// SPDX-License-Identifier: Apache-2.0
// All state is the history folded from the journal, so a resumed run decides as the
// uninterrupted one would have.
#include "run_state.hpp"

#include <algorithm>
#include <iterator>

#include "bases.hpp"
#include "remaining.hpp"

namespace assay {
namespace {

std::size_t good_before(PointHistory const& history, int launch) {
  auto const& good_s = history.good_s;
  return static_cast<std::size_t>(
      std::distance(good_s.begin(), good_s.lower_bound(launch)));
}

}  // namespace

RunState::RunState(RunSpec const& spec, History const& history)
    : spec_(spec),
      history_(history),
      rule_(spec.study.launches),
      bases_(assay::bases_of(spec.plan, {}, spec.study.base)),
      looked_(spec.ids.size()),
      shares_(spec.ids.size()) {
  if (spec.failed != Failed::retry) return;
  for (std::size_t i = 0; i < spec.ids.size(); ++i) {
    for (auto const& [launch, verdict] : of(i).settled) {
      if (verdict != VerdictClass::ok) again_[i].insert(launch);
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
  return of(index).settled.count(launch) != 0 && again_of(index).count(launch) == 0;
}

void RunState::tried(std::size_t index, int launch) { again_[index].erase(launch); }

std::set<int> const& RunState::again_of(std::size_t index) const {
  static std::set<int> const none;
  auto const found = again_.find(index);
  return found == again_.end() ? none : found->second;
}

void RunState::find_given_up() {
  std::set<std::size_t> given_up;
  for (std::size_t i = 0; i < spec_.ids.size(); ++i)
    if (is_given_up(of(i), again_of(i))) given_up.insert(i);
  if (given_up == given_up_) return;
  given_up_ = std::move(given_up);
  bases_ = assay::bases_of(spec_.plan, given_up_, spec_.study.base);
  std::fill(looked_.begin(), looked_.end(), Looked{});
}

bool RunState::is_narrow(std::size_t index, int block) {
  // Only launches of earlier blocks: what a resumed run sees must not depend on where
  // the interrupted one stood.
  auto& [looked_at, was_narrow] = looked_[index];
  auto const* const most = rule_.looks().last(static_cast<std::size_t>(block - 1));
  if (most == looked_at) return was_narrow;
  auto const* const look = rule_.looks().last(good_before(of(index), block));
  if (look == looked_at) return was_narrow;
  Histories bases;
  for (auto const base : bases_[index]) bases.push_back(&of(base));
  looked_at = look;
  auto launched = launched_before(block, of(index), bases);
  launched.is_compared = !spec_.plan.pairs.empty();
  was_narrow = rule_.is_narrow(launched, *look);
  return was_narrow;
}

std::optional<StopReason> RunState::reason_to_stop(std::size_t index, int block) {
  if (given_up_.count(index) != 0) return StopReason::failed;
  if (is_narrow(index, block)) return StopReason::ci;
  if (is_too_disturbed(of(index), block, rule_.rule(), again_of(index)))
    return StopReason::disturbed;
  if (block > spec_.study.launches.maximum) return StopReason::max;
  if (spec_.plan.points[index].is_copy()) return StopReason::ci;  // it serves others
  return std::nullopt;
}

double RunState::expected_wall_s(std::size_t index) const {
  auto const& own = of(index);
  return own.walls > 0 ? own.wall_s / own.walls : mean_wall_s();
}

double RunState::mean_wall_s() const {
  return history_.walls() > 0 ? history_.wall_s() / history_.walls() : 0;
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

RunState::Share RunState::share_of(std::size_t index, int block) const {
  auto const& history = of(index);
  auto const done = static_cast<int>(history.settled.size());
  int const expected =
      has_stopped(index) ? done : std::max({done, block, spec_.study.launches.minimum});
  if (history.walls == 0) return {done, expected, 0, expected - done};
  return {done, expected, (expected - done) * expected_wall_s(index), 0};
}

void RunState::begin(int block) {
  for (std::size_t i = 0; i < spec_.ids.size(); ++i) recount(i, block);
}

void RunState::recount(std::size_t index, int block) {
  auto const now = share_of(index, block);
  auto& counted = shares_[index];
  sum_.done += now.done - counted.done;
  sum_.expected += now.expected - counted.expected;
  sum_.remaining_s += now.remaining_s - counted.remaining_s;
  sum_.of_unknown_time += now.of_unknown_time - counted.of_unknown_time;
  counted = now;
}

Progress RunState::progress() const {
  double const unknown_s = sum_.of_unknown_time * mean_wall_s();
  return {sum_.done, sum_.expected, std::max(0.0, sum_.remaining_s + unknown_s)};
}

}  // namespace assay
