// SPDX-License-Identifier: Apache-2.0
#include "study_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "os/environment.hpp"
#include "scheduler/group_job.hpp"
#include "text/numbers.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Once every point of a group has stopped, it does not matter what the queue
/// remembers.
bool is_done(StudyState const& state, int nodes) {
  for (auto const& [id, point] : state.study->points) {
    if (point.nodes_of_job() == nodes && !state.history.of(id).stopped) return false;
  }
  return true;
}

void ask_scheduler(StudyState& state, Submission const& submission) {
  auto const& scheduler = scheduler_named(submission.scheduler);
  auto const& asked = *scheduler.queue;
  auto const environment = asked.environment(own_environment());
  auto const memory = queue_memory(state.directory);
  auto const queue = ask_queue_seldom(asked, environment, memory);
  auto const forgotten = forgotten_jobs(state.directory, submission, queue);
  auto const accounting = ask_accounting_seldom(asked, forgotten, environment, memory);
  state.groups =
      group_states(scheduler, state.directory, submission, queue, accounting);
  state.scheduler = scheduler.name;
  state.queue_age_s = queue.age_s;
  state.queue_problem = queue.problem;
  for (auto& group : state.groups) {
    if (group.name == collect_group || !is_done(state, group.nodes)) continue;
    group.state = "done";
    group.reason.clear();
  }
}

/// "point-launch" of the attempts that have begun and have no record.
std::set<std::string> running_launches(StudyState const& state,
                                       GroupState const& group) {
  std::set<std::string> running;
  if (!group.runs()) return running;
  std::error_code none;
  auto const attempts = group_directory(state.directory, group.name) / "attempts";
  for (auto const& entry : fs::directory_iterator(attempts, none)) {
    auto const name = entry.path().filename().string();
    running.insert(name.substr(0, name.rfind('-')));
  }
  return running;
}

void add_settled(StudyState& state, std::size_t index,
                 decltype(StudyJournals::failures) const& failures) {
  auto const& study = *state.study;
  auto const& id = study.points[index].id;
  auto const& history = state.history.of(id);
  for (auto const& [launch, verdict] : history.settled) {
    if (verdict == VerdictClass::ok) {
      state.launches.push_back(
          {index, launch, LaunchState::Of::done,
           plain_number(study.shown_value(history.good_s.at(launch))) + " " +
               study.rate_unit.value_or("s")});
      continue;
    }
    auto const found = failures.find({id, launch});
    auto const why =
        found == failures.end() ? "most launches gave another answer" : found->second;
    if (is_failure(verdict))
      state.launches.push_back({index, launch, LaunchState::Of::failed,
                                fmt::format("{}: {}", to_string(verdict), why)});
    else
      state.launches.push_back({index, launch, LaunchState::Of::disturbed, why});
  }
}

void add_open(StudyState& state, std::size_t index) {
  auto const& [id, point] = state.study->points[index];
  auto const& history = state.history.of(id);
  if (history.stopped) return;
  auto const* const group = state.group_of(point);
  auto const running =
      group == nullptr ? std::set<std::string>() : running_launches(state, *group);
  auto const settled = static_cast<int>(history.settled.size());
  int const expected = std::max(state.study->fewest_launches, settled + 1);
  for (int launch = 1; launch <= expected; ++launch) {
    if (history.settled.count(launch) != 0) continue;
    LaunchState open{index, launch, LaunchState::Of::open, ""};
    if (running.count(fmt::format("{}-{}", id, launch)) != 0) {
      open.state = LaunchState::Of::running;
    } else if (group != nullptr) {
      bool const to_come = group->runs() || group->waits();
      if (to_come) open.state = LaunchState::Of::pending;
      open.detail = group->waits() ? group->reason : "job " + group->state;
    }
    state.launches.push_back(std::move(open));
  }
}

void list_launches(StudyState& state,
                   decltype(StudyJournals::failures) const& failures) {
  if (!state.study) return;
  for (std::size_t i = 0; i < state.study->points.size(); ++i) {
    add_settled(state, i, failures);
    add_open(state, i);
  }
}

}  // namespace

std::string to_string(LaunchState::Of state) {
  constexpr std::array names{"done",    "failed",  "disturbed",
                             "running", "pending", "open"};
  return names.at(static_cast<std::size_t>(state));
}

GroupState const* StudyState::group_of(Point const& point) const {
  auto const name = group_name(point.nodes_of_job());
  auto const found = std::find_if(groups.begin(), groups.end(), [&](auto const& group) {
    return group.name == name;
  });
  return found == groups.end() ? nullptr : &*found;
}

std::string StudyState::state_of_group(Point const& point) const {
  auto const* const group = group_of(point);
  return group == nullptr ? "open" : group->state;
}

StudyState study_state(fs::path const& study_directory, Detail detail) {
  StudyState state;
  state.directory = fs::weakly_canonical(study_directory);
  auto journals = read_study_journals(state.directory);
  state.history = std::move(journals.history);
  state.bad = std::move(journals.bad);
  auto const submission = read_submission(state.directory);
  if (!submission)
    state.study = std::move(journals.planned);
  else if (auto const plan = overall_plan(submission->plan, journals.groups);
           !plan.is_null())
    state.study = planned_study(plan);
  if (submission) ask_scheduler(state, *submission);
  if (detail == Detail::launches) list_launches(state, journals.failures);
  return state;
}

}  // namespace assay
