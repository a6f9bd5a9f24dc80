// SPDX-License-Identifier: Apache-2.0
#include "units.hpp"

#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 17> prefixes{
    {{"", 1},
     {"n", 1e-9},
     {"u", 1e-6},
     {"\u00b5", 1e-6},
     {"\u03bc", 1e-6},
     {"m", 1e-3},
     {"k", 1e3},
     {"K", 1e3},
     {"M", 1e6},
     {"G", 1e9},
     {"T", 1e12},
     {"P", 1e15},
     {"E", 1e18},
     {"Ki", 1024.0},
     {"Mi", 1048576.0},
     {"Gi", 1073741824.0},
     {"Ti", 1099511627776.0}}};

/// Of each unit that `unit` may be with a prefix before it, what the prefix is worth.
std::map<std::string, double> bases_of(std::string const& unit) {
  std::map<std::string, double> bases;
  for (auto const& [prefix, factor] : prefixes)
    if (unit.size() > prefix.size() && unit.starts_with(prefix))
      bases.emplace(unit.substr(prefix.size()), factor);
  return bases;
}

/// What programs write for units.
constexpr std::array<std::pair<std::string_view, char const*>, 20> words{
    {{"sec", "s"},           {"secs", "s"},         {"second", "s"},
     {"seconds", "s"},       {"msec", "ms"},        {"millisecond", "ms"},
     {"milliseconds", "ms"}, {"usec", "us"},        {"\u00b5s", "us"},
     {"\u03bcs", "us"},      {"microsecond", "us"}, {"microseconds", "us"},
     {"nsec", "ns"},         {"nanosecond", "ns"},  {"nanoseconds", "ns"},
     {"mins", "min"},        {"minute", "min"},     {"minutes", "min"},
     {"hour", "h"},          {"hours", "h"}}};

constexpr std::array kinds{
    std::pair(MetricKind::time, "time"), std::pair(MetricKind::rate, "rate"),
    std::pair(MetricKind::count, "count"), std::pair(MetricKind::size, "size")};

}  // namespace

std::string to_string(MetricKind kind) {
  for (auto const& [one, name] : kinds)
    if (one == kind) return name;
  return {};
}

std::optional<MetricKind> metric_kind_from(std::string const& name) {
  for (auto const& [kind, known] : kinds)
    if (known == name) return kind;
  return std::nullopt;
}

std::optional<double> seconds_per(std::string const& unit) {
  if (unit == "s") return 1;
  if (unit == "ms") return 1e-3;
  if (unit == "us") return 1e-6;
  if (unit == "ns") return 1e-9;
  if (unit == "min") return 60;
  if (unit == "h") return 3600;
  return std::nullopt;
}

std::optional<double> seconds_per_word(std::string const& word) {
  for (auto const& [known, unit] : words)
    if (known == word) return seconds_per(unit);
  return seconds_per(word);
}

std::optional<double> unit_ratio(std::string const& from, std::string const& to) {
  if (from == to) return 1;
  auto const from_s = seconds_per_word(from);
  auto const to_s = seconds_per_word(to);
  if (from_s && to_s) return *from_s / *to_s;
  if (from_s || to_s) return std::nullopt;
  auto const bases = bases_of(to);
  for (auto const& [base, factor] : bases_of(from))
    if (auto const found = bases.find(base); found != bases.end())
      return factor / found->second;
  return std::nullopt;
}

MetricKind kind_of_unit(std::string const& unit) {
  if (seconds_per(unit)) return MetricKind::time;
  if (unit.ends_with("/s")) return MetricKind::rate;
  return unit_ratio(unit, "B") ? MetricKind::size : MetricKind::count;
}

}  // namespace assay
