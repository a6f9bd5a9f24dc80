// SPDX-License-Identifier: Apache-2.0
// Patterns are searched for line by line: std::regex recurses over what it matches, and
// a program may print megabytes.
#include "program_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <sstream>
#include <vector>

#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr std::size_t longest_line = 4096;

/// Ends the reading with the class of what is wrong.
struct Fault {
  Verdict verdict;
};

[[noreturn]] void fail(VerdictClass of, std::string detail) {
  throw Fault{{of, std::move(detail)}};
}

std::vector<std::string> lines_of(std::string const& output) {
  std::vector<std::string> lines;
  std::istringstream text(output);
  for (std::string line; std::getline(text, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line.substr(0, longest_line));
  }
  return lines;
}

/// A number and nothing else, blanks around it aside.
std::optional<double> parse_number(std::string const& text) {
  char* end = nullptr;
  double const value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(value)) return std::nullopt;
  bool const only = std::string_view(end).find_first_not_of(" \t") == std::string::npos;
  return only ? std::optional(value) : std::nullopt;
}

class Reader {
 public:
  Reader(Point const& point, double wall_s, std::string const& output,
         std::optional<std::string> const& result_text)
      : readings_(point.program->readings),
        wall_s_(wall_s),
        lines_(lines_of(output)),
        result_(result_text ? try_parse_json(*result_text) : Json()) {
    if (result_.is_discarded())
      fail(VerdictClass::no_result, "the file at $ASSAY_RESULT is not complete JSON");
  }

  Json metrics() const {
    Json all = Json::object();
    for (auto const& metric : readings_.metrics)
      all[metric.name] = {{"value", value_of(metric)}, {"unit", metric.unit}};
    return all;
  }

  double time_s(Json const& metrics) const {
    double value = wall_s_;
    if (readings_.time != "wall") {
      auto const& metric = metrics.at(readings_.time);
      value = metric.at("value").get<double>() *
              seconds_per(metric.at("unit").get<std::string>()).value();
    }
    if (value > 0) return value;
    fail(VerdictClass::no_result, fmt::format("its time is {} s", value));
  }

  void check_pattern() const {
    auto const& asked = readings_.check.pattern;
    if (!asked) return;
    std::regex const pattern(*asked);
    bool const found = std::any_of(lines_.begin(), lines_.end(), [&](auto const& line) {
      return std::regex_search(line, pattern);
    });
    if (!found)
      fail(VerdictClass::wrong_answer,
           fmt::format("no line of its output matches '{}'", *asked));
  }

  Json checked_value(Json const& metrics) const {
    auto const& name = readings_.check.value;
    if (!name) return {};
    return metrics.contains(*name) ? metrics.at(*name).at("value") : at_key(*name);
  }

  Json estimate() const {
    auto const& key = readings_.check.estimate;
    if (!key) return {};
    auto found = at_key(*key);
    for (auto const* part : {"value", "reference", "standard_error"})
      if (!found.is_object() || !found.contains(part))
        fail(VerdictClass::no_result,
             fmt::format("'{}' in its result has no '{}'", *key, part));
    return found;
  }

 private:
  double value_of(Metric const& metric) const {
    switch (metric.source) {
      case Metric::Source::pattern:
        return last_match(metric);
      case Metric::Source::json:
        return number_at(metric);
      default:
        return wall_s_;
    }
  }

  double last_match(Metric const& metric) const {
    std::regex const pattern(metric.text);
    std::smatch match;
    for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
      if (!std::regex_search(*line, match, pattern)) continue;
      if (auto const value = parse_number(match[1].str())) return *value;
      fail(VerdictClass::no_result,
           fmt::format("metric {}: {} is no number", metric.name,
                       in_quotes(match[1].str())));
    }
    fail(VerdictClass::no_result,
         fmt::format("metric {}: no line matches '{}'", metric.name, metric.text));
  }

  double number_at(Metric const& metric) const {
    auto const value = at_key(metric.text);
    if (value.is_number() && std::isfinite(value.get<double>()))
      return value.get<double>();
    fail(VerdictClass::no_result,
         fmt::format("metric {}: '{}' in its result is no number", metric.name,
                     metric.text));
  }

  Json at_key(std::string const& path) const {
    if (result_.is_null())
      fail(VerdictClass::no_result, "it wrote nothing to $ASSAY_RESULT");
    auto value = result_;
    std::istringstream keys(path);
    for (std::string key; std::getline(keys, key, '.');) {
      if (!value.is_object() || !value.contains(key))
        fail(VerdictClass::no_result, fmt::format("its result has no key '{}'", path));
      value = Json(value.at(key));
    }
    return value;
  }

  Readings const& readings_;
  double wall_s_;
  std::vector<std::string> lines_;
  Json result_;
};

void check_within(std::string const& name, double value, double within,
                  std::optional<double> expected) {
  if (!expected) return;
  double const difference = std::abs(value - *expected);
  if (difference <= within * std::abs(*expected)) return;  // false for NaN
  fail(VerdictClass::wrong_answer,
       fmt::format("{} is {:.12g} where other points have {:.12g}", name, value,
                   *expected));
}

/// As a tally where it must be equal, so that the judge compares it with the others.
void add_checked(Json& measurement, Program const& program, Json const& value,
                 std::optional<double> expected) {
  auto const& check = program.readings.check;
  measurement["tallies"] = Json::object();
  if (!check.value) return;
  if (check.within <= 0) {
    bool const integral = value.is_number_float() &&
                          std::abs(value.get<double>()) < 1e15 &&
                          value.get<double>() == std::trunc(value.get<double>());
    measurement["tallies"][*check.value] =
        integral            ? fmt::format("{:.0f}", value.get<double>())
        : value.is_string() ? value.get<std::string>()
                            : to_text(value);
    return;
  }
  if (!value.is_number())
    fail(VerdictClass::no_result, fmt::format("'{}' is no number", *check.value));
  check_within(*check.value, value.get<double>(), check.within, expected);
  measurement["checked"] = {{"name", *check.value}, {"value", value}};
}

Json measurement_of(Point const& point, Reader const& reader,
                    std::optional<double> expected) {
  auto const metrics = reader.metrics();
  auto const samples = std::to_string(point.samples);
  Json measurement{
      {"kernel", point.kernel},       {"samples", samples},
      {"samples_by_rank", {samples}}, {"metrics", metrics},
      {"repetitions", Json::array()}, {"makespan_s", {reader.time_s(metrics)}},
      {"skew_bound_s", {0.0}}};
  reader.check_pattern();
  add_checked(measurement, *point.program, reader.checked_value(metrics), expected);
  if (auto estimate = reader.estimate(); !estimate.is_null())
    measurement["estimate"] = std::move(estimate);
  return measurement;
}

}  // namespace

ProgramAnswer read_answer(Point const& point, double wall_s, std::string const& output,
                          std::optional<std::string> const& result_text,
                          std::optional<double> expected) {
  try {
    return {measurement_of(point, Reader(point, wall_s, output, result_text), expected),
            {}};
  } catch (Fault const& fault) {
    return {{}, fault.verdict};
  }
}

}  // namespace assay
