// SPDX-License-Identifier: Apache-2.0
// assay status: how far a study is, from its journals, and of a submitted one from
// Slurm.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "commands.hpp"
#include "launch_value.hpp"
#include "load_study.hpp"
#include "study_state.hpp"

namespace assay {
namespace {

using nlohmann::json;

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

std::string state_of(json const& point, StudyState const& state) {
  auto const& history = state.history.of(point.at("point"));
  if (history.stopped) return to_string(*history.stopped);
  auto const* const group = state.group_of(point);
  return group == nullptr ? "open" : group->state;
}

/// The requested values that the columns do not show, as "parameters/i".
std::map<std::string, json> further_values(json const& point) {
  std::map<std::string, json> values;
  for (auto const* key : {"backend", "launcher", "seed"}) values[key] = point.at(key);
  for (auto const* key : {"parameters", "env"}) {
    for (auto const& [name, value] : point.at(key).items())
      values[fmt::format("{}/{}", key, name)] = value;
  }
  return values;
}

/// Those of them that tell points apart.
std::set<std::string> further_names(json const& points) {
  std::map<std::string, std::set<json>> seen;
  for (auto const& point : points) {
    for (auto const& [name, value] : further_values(point)) seen[name].insert(value);
  }
  std::set<std::string> names;
  for (auto const& [name, values] : seen)
    if (values.size() > 1) names.insert(name);
  return names;
}

std::string further_text(json const& point, std::set<std::string> const& names) {
  std::string text;
  for (auto const& [name, value] : further_values(point)) {
    if (names.count(name) == 0) continue;
    text += fmt::format("  {}={}", name.substr(name.find('/') + 1),
                        value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text;
}

void print_point(json const& point, StudyState const& state,
                 std::set<std::string> const& further) {
  auto const& history = state.history.of(point.at("point"));
  auto const median_s = history.good_s.empty()
                            ? std::string("-")
                            : fmt::format("{:.4g}", median(history.makespans_s()));
  fmt::print("  {:<10} {:>5} {:>5} {:>7} {:>12} {:>6} {:>10}  {:<9} {}{}\n",
             point.at("kernel").get<std::string>(), point.at("nodes").get<int>(),
             point.at("ranks").get<int>(), point.at("threads").get<int>(),
             point.at("samples").get<std::string>(), history.good_s.size(), median_s,
             state_of(point, state), failures_of(history),
             further_text(point, further));
}

json point_json(json const& point, StudyState const& state) {
  auto const& history = state.history.of(point.at("point"));
  json status = point;
  status["good_launches"] = history.good_s.size();
  status["failed_launches"] = history.failures();
  status["state"] = state_of(point, state);
  if (!history.good_s.empty()) status["median_s"] = median(history.makespans_s());
  for (auto const& [launch, verdict] : history.settled) {
    if (verdict == VerdictClass::ok) continue;
    auto& count = status["failures"][to_string(verdict)];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return status;
}

json group_json(GroupState const& group) {
  return {{"group", group.name},
          {"nodes", group.nodes},
          {"job", group.job},
          {"state", group.state},
          {"reason", group.reason}};
}

json launch_json(LaunchState const& launch) {
  return {{"point", launch.point},
          {"launch", launch.launch},
          {"state", launch.state},
          {"detail", launch.detail}};
}

void print_json(StudyState const& state) {
  json status{{"study", state.study.is_null() ? json() : state.study.at("study")},
              {"points", json::array()},
              {"bad_lines", state.bad.size()}};
  if (!state.study.is_null()) {
    status["skipped"] = state.study.at("skipped");
    for (auto const& point : state.study.at("points"))
      status["points"].push_back(point_json(point, state));
  }
  for (auto const& group : state.groups) status["groups"].push_back(group_json(group));
  for (auto const& launch : state.launches)
    status["launches"].push_back(launch_json(launch));
  fmt::print("{}\n", status.dump(1));
}

void print_groups(StudyState const& state) {
  if (state.groups.empty()) return;
  fmt::print("  {:<8} {:>5} {:>10}  {:<10} {}\n", "group", "nodes", "job", "state",
             "reason");
  for (auto const& group : state.groups)
    fmt::print("  {:<8} {:>5} {:>10}  {:<10} {}\n", group.name, group.nodes, group.job,
               group.state, group.reason);
  if (state.queue_problem.empty()) {
    fmt::print("  (as Slurm said {:.0f} s ago)\n\n", state.queue_age_s);
  } else {
    fmt::print("  (Slurm does not answer: {})\n\n", state.queue_problem);
  }
}

void print_launches(StudyState const& state) {
  if (state.launches.empty()) return;
  std::map<std::string, json const*> points;
  for (auto const& point : state.study.at("points")) points[point.at("point")] = &point;
  fmt::print("\n  {:<10} {:>5} {:>5} {:>7} {:>6}  {:<8} {}\n", "kernel", "nodes",
             "ranks", "threads", "launch", "state", "detail");
  for (auto const& launch : state.launches) {
    auto const& point = *points.at(launch.point);
    fmt::print("  {:<10} {:>5} {:>5} {:>7} {:>6}  {:<8} {}\n",
               point.at("kernel").get<std::string>(), point.at("nodes").get<int>(),
               point.at("ranks").get<int>(), point.at("threads").get<int>(),
               launch.launch, launch.state, launch.detail);
  }
}

void print_text(StudyState const& state) {
  if (state.study.is_null()) {
    fmt::print("{}: no study has been started\n", state.directory.string());
    return;
  }
  fmt::print("study {}: {} points, {} skipped\n\n",
             state.study.at("study").get<std::string>(),
             state.study.at("points").size(), state.study.at("skipped").size());
  print_groups(state);
  fmt::print("  {:<10} {:>5} {:>5} {:>7} {:>12} {:>6} {:>10}  {:<9} {}\n", "kernel",
             "nodes", "ranks", "threads", "samples", "good", "median_s", "state",
             "failed");
  auto const& points = state.study.at("points");
  auto const further = further_names(points);
  for (auto const& point : points) print_point(point, state, further);
  print_launches(state);
  for (auto const& [file, line] : state.bad)
    fmt::print("{}:{}: {}\n", file.string(), line.line, line.why);
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
      "Of a submitted study, Slurm is asked at most every 30 s.\n"
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
