// SPDX-License-Identifier: Apache-2.0
// Real numbers, durations and percentages as texts -> numbers in base units.
#include "quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace assay {
namespace {

constexpr double year_s = 365 * 86400.0;

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr std::array units{Unit{"us", 1e-6}, Unit{"ms", 1e-3}, Unit{"s", 1},
                           Unit{"min", 60}, Unit{"h", 3600}};

Parsed<double> no_real(std::string_view why) { return {0, std::string(why)}; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

/// Length of the longest `12`, `12.5` that `text` begins with; 0 where there is none.
std::size_t decimal_length(std::string_view text) {
  std::size_t const whole = skip_digits(text, 0);
  if (whole == 0 || (whole > 1 && text.front() == '0')) return 0;
  if (whole == text.size() || text[whole] != '.') return whole;
  std::size_t const end = skip_digits(text, whole + 1);
  return end == whole + 1 ? 0 : end;
}

bool is_real(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  std::size_t const mantissa = decimal_length(text);
  if (mantissa == 0 || mantissa == text.size()) return mantissa != 0;
  text.remove_prefix(mantissa);
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && skip_digits(text, 0) == text.size();
}

}  // namespace

Parsed<double> parse_real(std::string_view text) {
  if (!is_real(text)) return no_real("is not a number. Forms: 2, 2.5, 1e-3");
  double value = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return no_real("is outside the range of double precision");
  return {value, ""};
}

Parsed<double> parse_duration(std::string_view text) {
  constexpr std::string_view accepted = "is not a duration. Forms: 60s, 5min, 2h";
  std::size_t const length = decimal_length(text);
  if (length == 0) return no_real(accepted);
  if (length == text.size())
    return no_real(
        "has no unit (seconds and hours are easily confused). Forms: 60s, 5min, 2h");
  auto number = parse_real(text.substr(0, length));
  if (!number.ok()) return number;
  for (auto const& unit : units) {
    if (text.substr(length) != unit.name) continue;
    double const seconds = number.value * unit.seconds;
    bool const fits = seconds > 0 && seconds <= year_s;
    return fits ? Parsed<double>{seconds, ""}
                : no_real(
                      "is out of range. Give more than 0 and at most a year (8760h)");
  }
  return no_real(accepted);
}

Parsed<double> parse_percent(std::string_view text) {
  if (!text.ends_with('%') || decimal_length(text) != text.size() - 1)
    return no_real("is not a percentage. Form: 2%");
  auto number = parse_real(text.substr(0, text.size() - 1));
  number.value /= 100;
  return number;
}

Parsed<double> parse_percentage(std::string_view text) {
  auto number = parse_percent(text);
  if (number.ok() && (number.value <= 0 || number.value >= 1))
    return no_real("is out of range. Give more than 0% and less than 100%");
  return number;
}

}  // namespace assay
