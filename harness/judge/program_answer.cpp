// SPDX-License-Identifier: Apache-2.0
// What a user's program printed and wrote -> its measurement.
#include "program_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "resolution.hpp"
#include "text/integer.hpp"
#include "text/pattern.hpp"
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

/// A part of the launch that took longer than all of it was not timed, or not in that
/// unit. What two clocks may differ by is allowed.
double longest_s(double wall_s) { return 1.01 * wall_s + 0.01; }

/// The word right after the number that was found: "ms" in "took 5.2 ms a step".
std::string word_after(std::string const& line, std::string_view number) {
  auto const end =
      static_cast<std::size_t>(number.data() + number.size() - line.data());
  auto const first = line.find_first_not_of(" \t[(", end);
  if (first == line.npos) return {};
  auto const last = line.find_first_of(" \t,.;:)]/|", first);
  return line.substr(first, last == line.npos ? last : last - first);
}

/// As a study writes it.
std::string unit_of(double seconds) {
  for (auto const* unit : {"ns", "us", "ms", "s", "min", "h"})
    if (seconds_per(unit) == seconds) return unit;
  return {};
}

/// A number and nothing else, blanks around it aside.
std::optional<double> parse_number(std::string const& text) {
  char* end = nullptr;
  double const value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(value)) return std::nullopt;
  bool const only = std::string_view(end).find_first_not_of(" \t") == std::string::npos;
  return only ? std::optional(value) : std::nullopt;
}

/// A number that a program gave, and what a step of its last digit is worth.
struct Number {
  double value = 0;
  std::optional<double> step{};  ///< nothing of a clock of ours
};

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
    for (auto const& metric : readings_.metrics) {
      auto const number = number_of(metric);
      metrics_[metric.name] = {{"value", number.value}, {"unit", metric.unit}};
      if (metric.name == readings_.time) time_s_ = in_seconds(number, metric.unit);
    }
  }

  Json const& metrics() const { return metrics_; }

  double time_s() const {
    if (readings_.time == "wall") return wall_s_;
    double const value_s = time_s_.value;
    if (value_s <= 0)
      fail(VerdictClass::no_result, fmt::format("its time is {} s", value_s));
    if (value_s > longest_s(wall_s_))
      fail(
          VerdictClass::no_result,
          fmt::format("it says that '{}' is {:.4g} s, and the whole launch took {:.4g} "
                      "s: look at the unit of the metric",
                      readings_.time, value_s, wall_s_));
    return value_s;
  }

  /// Of the time as the program gave it, in seconds; nothing of a clock of ours.
  std::optional<double> resolution_s() const { return time_s_.step; }

  void check_pattern() const {
    auto const& asked = readings_.check.pattern;
    if (!asked) return;
    Pattern const pattern(*asked);
    bool const found = std::any_of(lines_.begin(), lines_.end(), [&](auto const& line) {
      return pattern.is_in(line);
    });
    if (!found)
      fail(VerdictClass::wrong_answer,
           fmt::format("no line of its output matches '{}'", *asked));
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
        fail(VerdictClass::no_result,
             fmt::format("'{}' in its result has no '{}'", *key, part));
    return found;
  }

 private:
  static Number in_seconds(Number number, std::string const& unit) {
    double const unit_s = seconds_per(unit).value();
    if (number.step) *number.step *= unit_s;
    return {number.value * unit_s, number.step};
  }

  Number number_of(Metric const& metric) const {
    switch (metric.source) {
      case Metric::Source::pattern:
        return number_printed(metric);
      case Metric::Source::json:
        return number_at(metric);
      default:
        return {wall_s_};
    }
  }

  Number number_printed(Metric const& metric) const {
    Pattern const pattern(metric.text);
    std::optional<Captured> match;
    auto const line =
        std::find_if(lines_.rbegin(), lines_.rend(),
                     [&](auto const& one) { return match = pattern.find_in(one); });
    if (line == lines_.rend())
      fail(VerdictClass::no_result,
           fmt::format("metric {}: no line matches '{}'", metric.name, metric.text));
    std::string const number(match->number);
    auto const value = parse_number(number);
    if (!value)
      fail(VerdictClass::no_result,
           fmt::format("metric {}: {} is no number", metric.name, in_quotes(number)));
    check_unit(metric, word_after(*line, match->number));
    return {*value, resolution_of(number)};
  }

  static void check_unit(Metric const& metric, std::string const& word) {
    // "min" and "h" may be other words: "avg 1.2 min 1.1 max 1.3".
    if (word == "min" || word == "h") return;
    auto const asked_s = seconds_per(metric.unit);
    auto const said_s = seconds_per_word(word);
    if (!asked_s || !said_s || *asked_s == *said_s) return;
    fail(VerdictClass::no_result,
         fmt::format(
             "metric {}: the program says '{}' after the number, the study '{}'. "
             "Write 'unit: {}'",
             metric.name, word, metric.unit, unit_of(*said_s)));
  }

  Number number_at(Metric const& metric) const {
    auto const value = at_key(metric.text);
    if (value.is_number() && std::isfinite(value.get<double>()))
      return {value.get<double>(), resolution_of(to_text(value))};
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
  Json metrics_ = Json::object();
  Number time_s_{};  ///< of the program, where it is not the wall's
};

/// What the study says that the value is at this point, if it does.
std::optional<std::string> expected_by_study(AnswerCheck const& check,
                                             std::uint64_t samples) {
  auto found = check.expected.find(samples);
  if (found == check.expected.end()) found = check.expected.find(std::nullopt);
  if (found == check.expected.end()) return std::nullopt;
  return found->second;
}

bool agrees_with(Json const& value, std::string const& expected, double within) {
  if (value.is_string()) return value.get<std::string>() == expected;
  if (to_text(value) == expected) return true;
  if (auto const whole = parse_integer(expected);
      value.is_number_unsigned() && whole.ok() && within <= 0)
    return value.get<std::uint64_t>() == whole.value;
  auto const number = parse_number(expected);
  return number && value.is_number() && is_within(value.get<double>(), within, *number);
}

void check_expected(AnswerCheck const& check, std::uint64_t samples,
                    Json const& value) {
  auto const expected = expected_by_study(check, samples);
  if (!expected || agrees_with(value, *expected, check.within)) return;
  fail(VerdictClass::wrong_answer,
       fmt::format("{} is {} where the study expects {}", *check.value, to_text(value),
                   *expected));
}

/// As a tally where it must be equal to those of others.
void add_checked(Json& measurement, Point const& point, Json const& value) {
  auto const& check = point.program->readings.check;
  measurement["tallies"] = Json::object();
  if (!check.value) return;
  check_expected(check, point.samples, value);
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
  measurement["checked"] = {
      {"name", *check.value}, {"value", value}, {"within", check.within}};
}

/// What this launch was held against, by the keys of the study: a report says so.
Json names_of(AnswerCheck const& check, std::uint64_t samples) {
  auto names = Json::array();
  if (check.pattern) names.push_back("pattern");
  if (check.value) names.push_back("value");
  if (expected_by_study(check, samples)) names.push_back("expected");
  if (check.estimate) names.push_back("estimate");
  return names;
}

Json measurement_of(Point const& point, Reader const& reader) {
  auto const samples = std::to_string(point.samples);
  Json measurement{{"kernel", point.kernel},
                   {"samples", samples},
                   {"samples_by_rank", {samples}},
                   {"metrics", reader.metrics()},
                   {"repetitions", Json::array()},
                   {"makespan_s", {reader.time_s()}},
                   {"skew_bound_s", {0.0}},
                   {"checks", names_of(point.program->readings.check, point.samples)}};
  if (auto const step_s = reader.resolution_s()) measurement["resolution_s"] = *step_s;
  reader.check_pattern();
  add_checked(measurement, point, reader.checked_value());
  if (auto estimate = reader.estimate(); !estimate.is_null())
    measurement["estimate"] = std::move(estimate);
  return measurement;
}

}  // namespace

ProgramAnswer read_answer(Point const& point, double wall_s, std::string const& output,
                          std::optional<std::string> const& result_text) {
  try {
    return {measurement_of(point, Reader(point, wall_s, output, result_text)), {}};
  } catch (Fault const& fault) {
    return {{}, fault.verdict};
  }
}

}  // namespace assay
