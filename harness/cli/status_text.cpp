// SPDX-License-Identifier: Apache-2.0
#include "status_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "common/launch_value.hpp"
#include "describe_point.hpp"
#include "model/axes.hpp"
#include "records/point_json.hpp"
#include "text/layout.hpp"
#include "text/numbers.hpp"

namespace assay {
namespace {

using Side = TextTable::Side;

struct PointColumn {
  TextTable::Column head;
  std::function<std::string(PlannedPoint const&)> cell;
};

/// How many launches of each class failed; empty where none did.
std::string failures_of(PointHistory const& history) {
  std::map<std::string, int> classes;
  for (auto const& [launch, verdict] : history.settled) {
    if (is_failure(verdict)) ++classes[to_string(verdict)];
  }
  std::string text;
  for (auto const& [name, count] : classes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  }
  return text;
}

std::string words_of(StopReason reason) {
  switch (reason) {
    case StopReason::ci:
      return "narrow";
    case StopReason::max:
      return "all done";
    case StopReason::budget:
      return "limit";
    case StopReason::failed:
      return "given up";
    case StopReason::disturbed:
      return "disturbed";
  }
  return to_string(reason);
}

std::string state_words(PlannedPoint const& planned, StudyState const& state) {
  auto const& history = state.history.of(planned.id);
  return history.stopped ? words_of(*history.stopped)
                         : state.state_of_group(planned.point);
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
    text += fmt::format("{}{}={}", text.empty() ? "" : "  ",
                        name.substr(name.find('/') + 1), value);
  }
  return text;
}

std::string median_of(PlannedPoint const& planned, StudyState const& state) {
  auto const& history = state.history.of(planned.id);
  if (history.good_s.empty()) return "-";
  return plain_number(state.study->shown_value(median(history.makespans_s())));
}

void add_place(std::vector<PointColumn>& columns) {
  auto const of = [](auto Point::*part) {
    return [part](PlannedPoint const& planned) {
      return fmt::format("{}", planned.point.*part);
    };
  };
  columns.push_back({{"kernel", Side::left},
                     [](auto const& planned) { return shown_name(planned.point); }});
  columns.push_back({{"nodes"}, of(&Point::nodes)});
  columns.push_back({{"ranks"}, of(&Point::ranks)});
  columns.push_back({{"threads"}, of(&Point::threads)});
  columns.push_back({{"samples"}, [](auto const& planned) {
                       return count_text(planned.point.samples);
                     }});
}

void add_outcome(std::vector<PointColumn>& columns, StudyState const& state) {
  auto const history = [&state](PlannedPoint const& planned) -> PointHistory const& {
    return state.history.of(planned.id);
  };
  columns.push_back({{"good"}, [history](auto const& planned) {
                       return fmt::format("{}", history(planned).good_s.size());
                     }});
  columns.push_back(
      {{state.study->rate_unit.value_or("median (s)")},
       [&state](auto const& planned) { return median_of(planned, state); }});
  columns.push_back({{"state", Side::left}, [&state](auto const& planned) {
                       return state_words(planned, state);
                     }});
  auto const& points = state.study->points;
  if (std::any_of(points.begin(), points.end(), [&](auto const& planned) {
        return history(planned).disturbed_launches() > 0;
      }))
    columns.push_back({{"disturbed"}, [history](auto const& planned) {
                         return fmt::format("{}",
                                            history(planned).disturbed_launches());
                       }});
  columns.push_back({{"failed", Side::left}, [history](auto const& planned) {
                       return failures_of(history(planned));
                     }});
}

std::string points_text(StudyState const& state, std::size_t width) {
  std::vector<PointColumn> columns;
  add_place(columns);
  add_outcome(columns, state);
  auto const further = further_names(*state.study);
  if (!further.empty())
    columns.push_back({{"further axes", Side::left}, [&further](auto const& planned) {
                         return further_text(planned.point, further);
                       }});
  std::vector<TextTable::Column> heads;
  for (auto const& column : columns) heads.push_back(column.head);
  TextTable table(std::move(heads));
  for (auto const& planned : state.study->points) {
    std::vector<std::string> cells;
    for (auto const& column : columns) cells.push_back(column.cell(planned));
    table.add(std::move(cells));
  }
  return table.text(width);
}

std::string groups_text(StudyState const& state, std::size_t width) {
  if (state.groups.empty()) return "";
  TextTable table({{"group", Side::left},
                   {"nodes"},
                   {"job"},
                   {"state", Side::left},
                   {"reason", Side::left}});
  for (auto const& group : state.groups)
    table.add({group.name, fmt::format("{}", group.nodes), group.job, group.state,
               group.reason});
  auto const answer =
      state.queue_problem.empty()
          ? fmt::format("(as {} said {:.0f} s ago)", state.scheduler, state.queue_age_s)
          : fmt::format("({} does not answer: {})", state.scheduler,
                        state.queue_problem);
  return table.text(width) + "  " + wrapped(answer, width, 2, 2) + "\n\n";
}

std::string launches_text(StudyState const& state, std::size_t width) {
  if (state.launches.empty()) return "";
  auto const names = further_names(*state.study);
  TextTable table({{"kernel", Side::left},
                   {"nodes"},
                   {"ranks"},
                   {"threads"},
                   {"samples"},
                   {"launch"},
                   {"state", Side::left},
                   {"further axes", Side::left},
                   {"detail", Side::left}});
  for (auto const& launch : state.launches) {
    auto const& point = state.study->points[launch.point].point;
    table.add({shown_name(point), fmt::format("{}", point.nodes),
               fmt::format("{}", point.ranks), fmt::format("{}", point.threads),
               count_text(point.samples), fmt::format("{}", launch.launch),
               to_string(launch.state), further_text(point, names), launch.detail});
  }
  return "\n" + table.text(width);
}

bool is_imported(PlannedStudy const& study) {
  return std::any_of(study.points.begin(), study.points.end(), [](auto const& planned) {
    auto const& program = planned.point.program;
    return program != nullptr && program->readings.proof == Proof::imported;
  });
}

}  // namespace

std::string status_text(StudyState const& state, std::size_t columns) {
  if (!state.study)
    return fmt::format("{}: no study has been started\n", state.directory.string());
  auto const& study = *state.study;
  auto const own = std::count_if(
      study.points.begin(), study.points.end(),
      [](PlannedPoint const& planned) { return !planned.point.is_copy(); });
  auto text = fmt::format("study {}: {}, {} skipped{}\n\n", study.name,
                          counted(own, "point"), study.skipped.size(),
                          is_imported(study) ? "; imported, not proven" : "");
  text += groups_text(state, columns) + points_text(state, columns) +
          launches_text(state, columns);
  for (auto const& [file, line] : state.bad)
    text += fmt::format("{}:{}: {}\n", file.string(), line.line, line.why);
  return text;
}

}  // namespace assay
