// SPDX-License-Identifier: Apache-2.0
// Values are compared as numbers where both are numbers, else as texts.
#include "filter.hpp"

#include <algorithm>

#include "model/axes.hpp"

namespace assay {
namespace {

AxisValue from_parameter(ParameterValue const& value) {
  if (auto const* whole = std::get_if<std::int64_t>(&value)) {
    if (*whole >= 0) return static_cast<std::uint64_t>(*whole);
    return static_cast<double>(*whole);
  }
  if (auto const* real = std::get_if<double>(&value)) return *real;
  return std::get<std::string>(value);
}

std::optional<double> number(AxisValue const& value) {
  if (auto const* whole = std::get_if<std::uint64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  if (auto const* real = std::get_if<double>(&value)) return *real;
  return std::nullopt;
}

bool equal(AxisValue const& a, AxisValue const& b) {
  if (a.index() == b.index()) return a == b;
  auto const x = number(a);
  return x && x == number(b);
}

template <class Map>
std::optional<AxisValue> member(Map const& map, std::string const& key) {
  auto const found = map.find(key);
  if (found == map.end()) return std::nullopt;
  if constexpr (std::is_same_v<typename Map::mapped_type, std::string>) {
    return found->second;
  } else {
    return from_parameter(found->second);
  }
}

bool any_entry_matches(Point const& point, std::vector<MatchAll> const& entries) {
  return std::any_of(entries.begin(), entries.end(), [&](MatchAll const& all) {
    return std::all_of(all.begin(), all.end(),
                       [&](Match const& one) { return matches(point, one); });
  });
}

}  // namespace

std::optional<AxisValue> axis_value(Point const& point, std::string const& axis) {
  if (auto const* const known = axis_definition(axis)) return known->get(point);
  auto const dot = axis.find('.');
  auto const key = dot == std::string::npos ? "" : axis.substr(dot + 1);
  return axis.rfind("env.", 0) == 0 ? member(point.env, key)
                                    : member(point.parameters, key);
}

bool matches(Point const& point, Match const& condition) {
  auto const value = axis_value(point, condition.axis);
  if (!value) return false;
  auto const as_number = number(*value);
  if (condition.minimum && (!as_number || *as_number < *condition.minimum))
    return false;
  if (condition.maximum && (!as_number || *as_number > *condition.maximum))
    return false;
  return condition.any_of.empty() ||
         std::any_of(condition.any_of.begin(), condition.any_of.end(),
                     [&](AxisValue const& one) { return equal(one, *value); });
}

bool is_wanted(Point const& point, Study const& study) {
  if (any_entry_matches(point, study.exclude)) return false;
  return study.only.empty() || any_entry_matches(point, study.only);
}

}  // namespace assay
