// SPDX-License-Identifier: Apache-2.0
// What the words of a program are, and what the numbers mean that it gives.
#include "program.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string_view>

namespace assay {

std::optional<std::size_t> script_in(std::vector<std::string> const& argv) {
  constexpr std::array<std::string_view, 7> interpreters{
      "{python}", "bash", "sh", "perl", "ruby", "Rscript", "julia"};
  if (argv.size() < 2 || argv[1].starts_with('-')) return std::nullopt;
  auto const name = std::filesystem::path(argv[0]).filename().string();
  bool const is_known =
      name.starts_with("python") ||
      std::find(interpreters.begin(), interpreters.end(), name) != interpreters.end();
  return is_known ? std::optional<std::size_t>(1) : std::nullopt;
}

Metric wall_time() { return {"wall", Metric::Source::wall, "", "s"}; }

Metric const* find_metric(Readings const& readings, std::string const& name) {
  static Metric const wall = wall_time();
  auto const found =
      std::find_if(readings.metrics.begin(), readings.metrics.end(),
                   [&](Metric const& metric) { return metric.name == name; });
  if (found != readings.metrics.end()) return &*found;
  return name == wall.name ? &wall : nullptr;
}

Metric const& leading_metric(Readings const& readings) {
  return *find_metric(readings, readings.curves.front());
}

MetricKind kind_of(Metric const& metric) {
  return metric.kind.value_or(kind_of_unit(metric.unit));
}

bool is_within(double value, double within, double expected) {
  return std::abs(value - expected) <= within * std::abs(expected);
}

}  // namespace assay
