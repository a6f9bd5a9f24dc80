// SPDX-License-Identifier: Apache-2.0
// assay status: how far a study is, from its journals, and of a submitted one from
// its scheduler.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "commands.hpp"
#include "common/launch_value.hpp"
#include "describe_point.hpp"
#include "load_study.hpp"
#include "model/axes.hpp"
#include "os/errors.hpp"
#include "records/point_json.hpp"
#include "study_state.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

std::string failures_of(PointHistory const& history) {
  std::map<std::string, int> classes;
  for (auto const& [launch, verdict] : history.settled) {
    if (verdict != VerdictClass::ok) ++classes[to_string(verdict)];
  }
  std::string text;
  for (auto const& [name, count] : classes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  }
  return text.empty() ? "-" : text;
}

std::string state_of(PlannedPoint const& planned, StudyState const& state) {
  auto const& history = state.history.of(planned.id);
  if (history.stopped) return to_string(*history.stopped);
  auto const* const group = state.group_of(planned.point);
  return group == nullptr ? "open" : group->state;
}

/// The requested values that the columns do not show, as "parameters/i".
std::map<std::string, std::string> further_values(Point const& point) {
  std::map<std::string, std::string> values;
  for (auto const& axis : swept_axes())
    if (axis.shown != AxisShown::column)
      values[std::string(axis.name)] = axis_text(axis, point);
  auto const parameters = parameters_json(point.parameters);
  for (auto const& [name, value] : parameters.items())
    values["parameters/" + name] =
        value.is_string() ? value.get<std::string>() : to_text(value);
  for (auto const& [name, value] : point.env) values["env/" + name] = value;
  return values;
}

/// Those of them that tell points apart.
std::set<std::string> further_names(PlannedStudy const& study) {
  std::map<std::string, std::set<std::string>> seen;
  for (auto const& [id, point] : study.points) {
    for (auto const& [name, value] : further_values(point)) seen[name].insert(value);
  }
  std::set<std::string> names;
  for (auto const& [name, values] : seen)
    if (values.size() > 1) names.insert(name);
  return names;
}

std::string further_text(Point const& point, std::set<std::string> const& names) {
  std::string text;
  for (auto const& [name, value] : further_values(point)) {
    if (names.count(name) == 0) continue;
    text += fmt::format("  {}={}", name.substr(name.find('/') + 1), value);
  }
  return text;
}

/// In seconds, or in the unit of the rate that leads.
double median_of(PointHistory const& history, PlannedStudy const& study) {
  double const value = median(history.makespans_s());
  return study.rate_unit ? launch_value_of_rate(value) : value;
}

void print_point(PlannedPoint const& planned, StudyState const& state,
                 std::set<std::string> const& further) {
  auto const& point = planned.point;
  auto const& history = state.history.of(planned.id);
  auto const shown = history.good_s.empty()
                         ? std::string("-")
                         : fmt::format("{:.4g}", median_of(history, *state.study));
  show("  {:<10} {:>5} {:>5} {:>7} {:>12} {:>6} {:>10}  {:<9} {:<6}{}\n",
       shown_name(point), point.nodes, point.ranks, point.threads, point.samples,
       history.good_s.size(), shown, state_of(planned, state), failures_of(history),
       further_text(point, further));
}

Json point_json(PlannedPoint const& planned, StudyState const& state) {
  auto const& history = state.history.of(planned.id);
  Json status = planned_json(planned.point, planned.id);
  status["good_launches"] = history.good_s.size();
  status["failed_launches"] = history.failures();
  status["state"] = state_of(planned, state);
  if (!history.good_s.empty()) {
    double const value = median_of(history, *state.study);
    if (auto const& unit = state.study->rate_unit)
      status["median"] = {{"value", value}, {"unit", *unit}};
    else
      status["median_s"] = value;
  }
  for (auto const& [launch, verdict] : history.settled) {
    if (verdict == VerdictClass::ok) continue;
    auto& count = status["failures"][to_string(verdict)];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return status;
}

Json group_json(GroupState const& group) {
  return {{"group", group.name},
          {"nodes", group.nodes},
          {"job", group.job},
          {"state", group.state},
          {"reason", group.reason}};
}

Json launch_json(LaunchState const& launch, PlannedStudy const& study) {
  return {{"point", study.points[launch.point].id},
          {"launch", launch.launch},
          {"state", to_string(launch.state)},
          {"detail", launch.detail}};
}

void print_json(StudyState const& state) {
  Json status{{"study", state.study ? Json(state.study->name) : Json()},
              {"points", Json::array()},
              {"bad_lines", state.bad.size()}};
  if (state.study) {
    status["skipped"] = Json::array();
    for (auto const& one : state.study->skipped)
      status["skipped"].push_back(skipped_json(one));
    for (auto const& point : state.study->points)
      status["points"].push_back(point_json(point, state));
  }
  for (auto const& group : state.groups) status["groups"].push_back(group_json(group));
  for (auto const& launch : state.launches)
    status["launches"].push_back(launch_json(launch, *state.study));
  print_data("{}\n", to_text(status, 1));
}

void print_groups(StudyState const& state) {
  if (state.groups.empty()) return;
  show("  {:<8} {:>5} {:>10}  {:<10} {}\n", "group", "nodes", "job", "state", "reason");
  for (auto const& group : state.groups)
    show("  {:<8} {:>5} {:>10}  {:<10} {}\n", group.name, group.nodes, group.job,
         group.state, group.reason);
  if (state.queue_problem.empty()) {
    show("  (as {} said {:.0f} s ago)\n\n", state.scheduler, state.queue_age_s);
  } else {
    show("  ({} does not answer: {})\n\n", state.scheduler, state.queue_problem);
  }
}

void print_launches(StudyState const& state) {
  if (state.launches.empty()) return;
  show("\n  {:<10} {:>5} {:>5} {:>7} {:>6}  {:<8} {}\n", "kernel", "nodes", "ranks",
       "threads", "launch", "state", "detail");
  for (auto const& launch : state.launches) {
    auto const& point = state.study->points[launch.point].point;
    show("  {:<10} {:>5} {:>5} {:>7} {:>6}  {:<8} {}\n", shown_name(point), point.nodes,
         point.ranks, point.threads, launch.launch, to_string(launch.state),
         launch.detail);
  }
}

bool is_imported(PlannedStudy const& study) {
  return std::any_of(study.points.begin(), study.points.end(), [](auto const& planned) {
    auto const& program = planned.point.program;
    return program != nullptr && program->readings.proof == Proof::imported;
  });
}

void print_text(StudyState const& state) {
  if (!state.study) {
    show("{}: no study has been started\n", state.directory.string());
    return;
  }
  auto const& study = *state.study;
  auto const own = std::count_if(
      study.points.begin(), study.points.end(),
      [](PlannedPoint const& planned) { return !planned.point.is_copy(); });
  show("study {}: {} points, {} skipped{}\n\n", study.name, own, study.skipped.size(),
       is_imported(study) ? "; imported, not proven" : "");
  print_groups(state);
  auto const further = further_names(study);
  show("  {:<10} {:>5} {:>5} {:>7} {:>12} {:>6} {:>10}  {:<9} {:<6}{}\n", "kernel",
       "nodes", "ranks", "threads", "samples", "good",
       study.rate_unit.value_or("median_s"), "state", "failed",
       further.empty() ? "" : "  further axes");
  for (auto const& point : study.points) print_point(point, state, further);
  print_launches(state);
  for (auto const& [file, line] : state.bad)
    show("{}:{}: {}\n", file.string(), line.line, line.why);
}

}  // namespace

void add_status(CLI::App& app, int& exit_code) {
  struct Options {
    std::string what;
    std::string results = "results";
    bool json = false;
    bool launches = false;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("status", "Show how far a study is");
  command->footer(
      "Example:\n  assay status configs/quickstart.yaml\n\n"
      "Of a submitted study, the scheduler is asked at most every 30 s.\n"
      "Environment: ASSAY_QUEUE_EVERY_S names another time.");
  add_known_study(*command, options->what, options->results);
  command->add_flag("--json", options->json, "As JSON");
  command->add_flag("--launches", options->launches, "Every launch by itself");
  command->callback([options, &exit_code] {
    auto const state =
        study_state(study_directory(options->what, options->results),
                    options->launches ? Detail::launches : Detail::points);
    if (options->json) {
      print_json(state);
    } else {
      print_text(state);
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
