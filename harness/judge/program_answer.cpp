// SPDX-License-Identifier: Apache-2.0
// What a user's program printed and wrote -> its measurement.
#include "program_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "metric_values.hpp"
#include "model/axes.hpp"
#include "text/integer.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

/// The answer is there, and is not what the study expects.
class WrongAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A part of the launch that took longer than all of it was not timed, or not in that
/// unit. What two clocks may differ by is allowed.
double longest_s(double wall_s) { return 1.01 * wall_s + 0.01; }

bool is_curve(Readings const& readings, std::string const& name) {
  auto const& curves = readings.curves;
  return std::find(curves.begin(), curves.end(), name) != curves.end();
}

/// A program that did not run a part of it may print -1 for its time.
void check_sign(Metric const& metric, double value) {
  if (kind_of(metric) == MetricKind::time && value < 0)
    throw NoAnswer(
        fmt::format("metric {}: {} {} is no time", metric.name, value, metric.unit));
}

/// What a record keeps of a metric.
Json metric_json(Readings const& readings, Metric const& metric,
                 MetricValue const& value) {
  Json json{{"value", value.number.value}, {"unit", metric.unit}};
  auto const kind = kind_of(metric);
  if (kind != MetricKind::count || kind_of_unit(metric.unit) != kind)
    json["kind"] = to_string(kind);
  if (value.number.step && is_curve(readings, metric.name))
    json["resolution"] = *value.number.step;
  if (!value.values.empty()) json["values"] = value.values;
  if (value.found > 1) json["matches"] = value.found;
  return json;
}

class Reader {
 public:
  explicit Reader(Evidence const& evidence)
      : readings_(evidence.requested.program->readings),
        evidence_(evidence),
        result_(result_of_program(evidence)),
        leading_{{evidence.process.wall_s}} {
    for (std::size_t i = 0; i < readings_.metrics.size(); ++i) {
      auto const& metric = readings_.metrics[i];
      auto const value = value_of_metric(readings_, i, evidence, result_);
      check_sign(metric, value.number.value);
      metrics_[metric.name] = metric_json(readings_, metric, value);
      if (metric.name == readings_.curves.front()) leading_ = value;
    }
  }

  Json const& metrics() const { return metrics_; }

  /// The leading metric where that is a time, else how long the launch took.
  double time_s() const {
    auto const& metric = leading_metric(readings_);
    if (leading_.number.value <= 0)
      throw NoAnswer(fmt::format("its {} is {} {}", to_string(kind_of(metric)),
                                 leading_.number.value, metric.unit));
    double const wall_s = evidence_.process.wall_s;
    if (kind_of(metric) != MetricKind::time || metric.source == Metric::Source::wall)
      return wall_s;
    double const value_s = leading_.number.value * seconds_per(metric.unit).value();
    if (value_s > longest_s(wall_s))
      throw NoAnswer(
          fmt::format("it says that '{}' is {:.4g} s, and the whole launch took {:.4g} "
                      "s: look at the unit of the metric",
                      metric.name, value_s, wall_s));
    return value_s;
  }

  /// Of the time as the program gave it, in seconds; nothing of a clock of ours.
  std::optional<double> resolution_s() const {
    auto const& metric = leading_metric(readings_);
    if (kind_of(metric) != MetricKind::time || !leading_.number.step)
      return std::nullopt;
    return *leading_.number.step * seconds_per(metric.unit).value();
  }

  void check_pattern() const {
    auto const& asked = readings_.check.pattern;
    if (!asked || (readings_.check.from.file.empty() ? evidence_.printed.is_right
                                                     : is_in_files(*asked)))
      return;
    throw WrongAnswer(fmt::format("no line of its output matches '{}'", *asked));
  }

  Json checked_value() const {
    auto const& name = readings_.check.value;
    if (!name) return {};
    return metrics_.contains(*name) ? metrics_.at(*name).at("value") : at_key(*name);
  }

  Json estimate() const {
    auto const& key = readings_.check.estimate;
    if (!key) return {};
    auto found = at_key(*key);
    for (auto const* part : {"value", "reference", "standard_error"})
      if (!found.is_object() || !found.contains(part))
        throw NoAnswer(fmt::format("'{}' in its result has no '{}'", *key, part));
    return found;
  }

 private:
  bool is_in_files(std::string const& asked) const {
    Pattern const pattern(asked);
    bool found = false;
    for (auto const& file : files_of(readings_.check.from, evidence_)) {
      LineCutter lines([&](auto line) { found = found || pattern.is_in(line); });
      lines.add(*file.text);
      lines.end();
    }
    return found;
  }

  Json at_key(std::string const& path) const {
    return at_path(result_, path, "its result");
  }

  Readings const& readings_;
  Evidence const& evidence_;
  Json result_;
  Json metrics_ = Json::object();
  MetricValue leading_;
};

/// A number and nothing else, blanks around it aside.
std::optional<double> parse_number(std::string const& text) {
  auto const read = read_printed(text, '.');
  auto const* printed = std::get_if<PrintedNumber>(&read);
  return printed == nullptr ? std::nullopt : std::optional(printed->number.value);
}

/// What the study says that the value is at this point, if it does.
std::optional<std::string> written_for(Point const& point) {
  auto const& expected = point.program->readings.check.expected;
  auto found = expected.find(point.samples);
  if (found == expected.end()) found = expected.find(std::nullopt);
  if (found == expected.end()) return std::nullopt;
  return found->second;
}

/// The same with the values of the point.
std::optional<std::string> expected_at(Point const& point) {
  auto const written = written_for(point);
  if (!written) return std::nullopt;
  auto values = point.derived;
  for (auto const& number : point_numbers())
    values.emplace(number.name, std::to_string(number.get(point)));
  return fill_known(*written, values);
}

/// Whether other points are to have another value.
bool is_of_this_point(Point const& point) {
  return expected_at(point) != written_for(point);
}

bool agrees_with(Json const& value, std::string const& expected, double within) {
  if (value.is_string()) return value.get<std::string>() == expected;
  if (to_text(value) == expected) return true;
  auto const whole = parse_integer(expected);
  if (value.is_number_unsigned() && whole.ok() && within <= 0)
    return value.get<std::uint64_t>() == whole.value;
  auto const number = whole.ok() ? std::optional(static_cast<double>(whole.value))
                                 : parse_number(expected);
  return number && value.is_number() && is_within(value.get<double>(), within, *number);
}

void check_expected(Point const& point, Json const& value) {
  auto const& check = point.program->readings.check;
  auto const expected = expected_at(point);
  if (!expected || agrees_with(value, *expected, check.within)) return;
  throw WrongAnswer(fmt::format("{} is {} where the study expects {}", *check.value,
                                to_text(value), *expected));
}

/// As a tally where it must be equal to those of others.
void add_checked(Json& measurement, Point const& point, Json const& value) {
  auto const& check = point.program->readings.check;
  measurement["tallies"] = Json::object();
  if (!check.value) return;
  check_expected(point, value);
  if (is_of_this_point(point)) return;
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
    throw NoAnswer(fmt::format("'{}' is no number", *check.value));
  measurement["checked"] = {
      {"name", *check.value}, {"value", value}, {"within", check.within}};
}

/// What this launch was held against, by the keys of the study: a report says so.
Json checks_of(Point const& point) {
  auto const& check = point.program->readings.check;
  auto names = Json::array();
  if (check.pattern) names.push_back("pattern");
  if (check.value && !is_of_this_point(point)) names.push_back("value");
  if (expected_at(point)) names.push_back("expected");
  if (check.estimate) names.push_back("estimate");
  return names;
}

Json measurement_of(Point const& point, Reader const& reader) {
  auto const samples = std::to_string(point.samples);
  Json measurement{{"kernel", point.kernel},       {"samples", samples},
                   {"samples_by_rank", {samples}}, {"metrics", reader.metrics()},
                   {"repetitions", Json::array()}, {"makespan_s", {reader.time_s()}},
                   {"skew_bound_s", {0.0}},        {"checks", checks_of(point)}};
  if (auto const step_s = reader.resolution_s()) measurement["resolution_s"] = *step_s;
  auto const& leading = leading_metric(point.program->readings);
  if (kind_of(leading) == MetricKind::rate) measurement["leads"] = leading.name;
  reader.check_pattern();
  add_checked(measurement, point, reader.checked_value());
  if (auto estimate = reader.estimate(); !estimate.is_null())
    measurement["estimate"] = std::move(estimate);
  return measurement;
}

}  // namespace

ProgramAnswer read_answer(Evidence const& evidence) {
  try {
    return {measurement_of(evidence.requested, Reader(evidence)), {}};
  } catch (NoAnswer const& why) {
    return {{}, Verdict{VerdictClass::no_result, why.what()}};
  } catch (WrongAnswer const& why) {
    return {{}, Verdict{VerdictClass::wrong_answer, why.what()}};
  }
}

}  // namespace assay
