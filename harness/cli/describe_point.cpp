// SPDX-License-Identifier: Apache-2.0
// Names only what is not the same for every point of most studies.
#include "describe_point.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "model/axes.hpp"
#include "scheduler/group_job.hpp"
#include "text/numbers.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

constexpr std::string_view parameter_prefix = "parameters.";

/// That of a program which is told none is 1, or where it grows with the resources 1 a
/// unit.
bool counts_samples(Point const& point) {
  if (point.program == nullptr) return true;
  bool const is_strong = std::find(point.series.begin(), point.series.end(),
                                   Scaling::strong) != point.series.end();
  return point.samples > static_cast<std::uint64_t>(is_strong ? 1 : point.units());
}

}  // namespace

std::vector<std::string> further_axes(Study const& study) {
  std::vector<std::string> axes;
  for (auto const& [name, values, at] : study.axes) {
    auto const* const axis = axis_definition(name);
    bool const is_left_out = axis == nullptr ? name.starts_with(parameter_prefix)
                                             : axis->shown == AxisShown::if_swept;
    if (values.size() > 1 && is_left_out) axes.push_back(name);
  }
  return axes;
}

std::string describe_further(Point const& point, std::vector<std::string> const& axes) {
  std::string text;
  for (auto const& [name, value] : point.env)
    text += fmt::format(", {}={}", name, fill_known(value, point.derived));
  for (auto const& [name, value] : point.derived)
    text += fmt::format(", {}={}", name, value);
  for (auto const& axis : axes) {
    if (auto const* const known = axis_definition(axis)) {
      auto const name = known->kind == AxisKind::word ? "" : axis + "=";
      text += ", " + name + axis_text(*known, point);
    } else {
      auto const name = axis.substr(parameter_prefix.size());
      auto const found = point.parameters.find(name);  // a kernel may have none
      if (found == point.parameters.end()) continue;
      text += std::visit(
          [&](auto const& value) { return fmt::format(", {}={}", name, value); },
          found->second);
    }
  }
  return text;
}

std::string shown_name(Point const& point) {
  if (point.is_copy()) return group_name(point.job_nodes) + ": " + point.kernel;
  return point.side.empty() ? point.kernel : point.side + ": " + point.kernel;
}

std::string describe(Point const& point, std::vector<std::string> const& axes) {
  auto text = point.program != nullptr
                  ? shown_name(point) + ", "
                  : fmt::format("{} ({}), ", shown_name(point), point.backend);
  if (point.nodes > 1) text += counted(point.nodes, "node") + ", ";
  text += fmt::format("{} x {}", counted(point.ranks, "rank"),
                      counted(point.threads, "thread"));
  if (counts_samples(point)) text += ", " + count_text(point.samples) + " samples";
  if (point.ranks_per_gpu > 1)
    text += fmt::format(", {} ranks per GPU", point.ranks_per_gpu);
  return text + describe_further(point, axes);
}

std::string describe_duration(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace assay
