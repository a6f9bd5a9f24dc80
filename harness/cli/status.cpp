// SPDX-License-Identifier: Apache-2.0
// assay status: how far a study is, from its journals, and of a submitted one from
// its scheduler.
#include <memory>
#include <string>

#include "commands.hpp"
#include "common/launch_value.hpp"
#include "load_study.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/screen.hpp"
#include "status_text.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

std::string state_of(PlannedPoint const& planned, StudyState const& state) {
  auto const& history = state.history.of(planned.id);
  return history.stopped ? to_string(*history.stopped)
                         : state.state_of_group(planned.point);
}

Json point_json(PlannedPoint const& planned, StudyState const& state) {
  auto const& history = state.history.of(planned.id);
  Json status = planned_json(planned.point, planned.id);
  status["good_launches"] = history.good_s.size();
  status["failed_launches"] = history.failures();
  status["state"] = state_of(planned, state);
  if (!history.good_s.empty()) {
    double const value = state.study->shown_value(median(history.makespans_s()));
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
      show("{}", status_text(state, output_columns(own_environment())));
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
