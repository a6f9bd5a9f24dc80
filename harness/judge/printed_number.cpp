// SPDX-License-Identifier: Apache-2.0
// A number is taken whole, or refused: a part of one is a wrong measurement.
#include "printed_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "resolution.hpp"
#include "text/blanks.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

bool is_digit(char one) { return one >= '0' && one <= '9'; }
bool is_letter(char one) {
  return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');
}
bool is_exponent(char one) {
  return one == 'e' || one == 'E' || one == 'd' || one == 'D';
}

/// The character so far from the end, or a blank.
char from_end(std::string_view text, std::size_t n) {
  return n < text.size() ? text[text.size() - 1 - n] : ' ';
}
char from_begin(std::string_view text, std::size_t n) {
  return n < text.size() ? text[n] : ' ';
}

std::string no_number(std::string const& text) {
  return in_quotes(text) + " is no number";
}

/// Takes the marks of thousands out of the digits before the decimal point. False where
/// they do not stand before each three digits.
bool drop_thousands(std::string& text, char mark, std::size_t end) {
  auto const first = text.find(mark);
  if (first == text.npos || first > end) return true;
  auto const begin = text.find_first_not_of("+-");
  if (first == begin || first > begin + 3) return false;
  for (auto at = first; at < end; at += 4) {
    if (text[at] != mark || at + 4 > end) return false;
    if (!std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                     text.begin() + static_cast<std::ptrdiff_t>(at) + 4, is_digit))
      return false;
  }
  std::erase(text, mark);
  return true;
}

/// With a point for the decimals, and no marks of thousands; empty where it cannot be.
std::string with_point(std::string text, char decimal) {
  char const mark = decimal == ',' ? '.' : ',';
  auto const end =
      std::min(text.find_first_of(decimal == ',' ? ",eE" : ".eE"), text.size());
  if (!drop_thousands(text, mark, end)) return {};
  std::replace(text.begin(), text.end(), ',', '.');
  return text;
}

/// Fortran's D for the exponent; a hexadecimal number has digits of that name.
std::string with_c_exponent(std::string text) {
  if (text.find_first_of("xX") != text.npos) return text;
  auto const mark = text.find_first_of("dD");
  if (mark != text.npos && mark > 0 && mark + 1 < text.size()) text[mark] = 'e';
  return text;
}

std::optional<Number> plain(std::string const& text) {
  char* end = nullptr;
  double const value = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return Number{value, resolution_of(text)};
}

/// `1,234`: four digits to one reader, four tenths to another.
bool is_ambiguous(std::string const& text) {
  auto const mark = text.find(',');
  return mark != text.npos && text.find(',', mark + 1) == text.npos &&
         text.find('.') == text.npos;
}

std::vector<std::string> split(std::string const& text, char mark) {
  std::vector<std::string> parts(1);
  for (char const one : text) {
    if (one == mark)
      parts.emplace_back();
    else
      parts.back() += one;
  }
  return parts;
}

/// `h:mm:ss` or `m:ss`, with decimals.
std::optional<Number> clock_time(std::string const& text, char decimal) {
  auto const parts = split(text, ':');
  if (parts.size() > 3) return std::nullopt;
  Number time{0, std::nullopt};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto const& part = parts[i];
    bool const is_last = i + 1 == parts.size();
    auto const whole = part.substr(0, part.find(decimal));
    if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit) ||
        (i > 0 && whole.size() != 2) || (!is_last && whole != part))
      return std::nullopt;
    auto const number = plain(with_point(part, decimal));
    if (!number || (i > 0 && number->value >= 60)) return std::nullopt;
    time = {60 * time.value + number->value, number->step};
  }
  return time;
}

struct TimePart {
  char letter;
  double seconds;
};
constexpr std::array<TimePart, 4> time_parts{
    {{'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}}};

/// `1d 2h 3m 4.5s`, any of them in this order, as Quantum ESPRESSO prints times and the
/// shell's `time` does. The last part alone may have decimals.
std::optional<Number> time_in_parts(std::string_view text, char decimal) {
  Number time{0, std::nullopt};
  std::size_t next = 0;
  bool is_whole = true;
  while (!text.empty()) {
    auto const end = text.find_first_not_of("0123456789.,");
    if (end == 0 || end == text.npos || !is_whole) return std::nullopt;
    while (next < time_parts.size() && text[end] != time_parts[next].letter) ++next;
    if (next == time_parts.size()) return std::nullopt;
    auto const part = plain(with_point(std::string(text.substr(0, end)), decimal));
    if (!part) return std::nullopt;
    is_whole = part->step.value_or(0) >= 1;
    double const unit_s = time_parts[next++].seconds;
    time = {time.value + unit_s * part->value, unit_s * part->step.value_or(0)};
    text.remove_prefix(end + 1);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  return time.step ? std::optional(time) : std::nullopt;
}

bool is_sign(char one) { return one == '+' || one == '-'; }

bool begins_before(std::string_view before, std::string_view number) {
  char const last = from_end(before, 0);
  char const earlier = from_end(before, 1);
  if (is_digit(last)) return true;
  if (last == '.') return earlier != '.' && !is_letter(earlier);
  if (last == ',') return is_digit(earlier);
  if (last == ':')  // m:ss
    return is_digit(earlier) && is_digit(from_begin(number, 0)) &&
           is_digit(from_begin(number, 1)) && !is_digit(from_begin(number, 2));
  if (is_exponent(last)) return is_digit(earlier) || earlier == '.';
  if (!is_sign(last)) return false;
  bool const of_exponent = is_exponent(earlier) && (is_digit(from_end(before, 2)) ||
                                                    from_end(before, 2) == '.');
  return of_exponent ||
         std::string_view(" \t=:([,").find(earlier) != std::string_view::npos;
}

/// Blanks that a text may not be broken at, as they stand between thousands.
constexpr std::array<std::string_view, 3> firm_blanks{"\u00a0", "\u202f", "\u2009"};

/// The three digits of further thousands behind what parts them.
bool has_thousands(std::string_view after) {
  return is_digit(from_begin(after, 0)) && is_digit(from_begin(after, 1)) &&
         is_digit(from_begin(after, 2)) && !is_digit(from_begin(after, 3));
}

/// Where the study names the decimal comma, a blank may part thousands too; else
/// another column begins behind it.
bool thousands_go_on(std::string_view after, std::optional<char> decimal) {
  for (auto const blank : firm_blanks)
    if (after.starts_with(blank)) return has_thousands(after.substr(blank.size()));
  return decimal == ',' && after.starts_with(' ') && has_thousands(after.substr(1));
}

bool goes_on_after(std::string_view after) {
  char const first = from_begin(after, 0);
  char const next = from_begin(after, 1);
  if (is_digit(first)) return true;
  if (first == '\'' || first == '_') return is_digit(next);
  if (first == '.' || first == ',') return is_digit(next);
  if (first == ':') return is_digit(next) && is_digit(from_begin(after, 2));
  if (is_exponent(first))
    return is_digit(next) || (is_sign(next) && is_digit(from_begin(after, 2)));
  return is_sign(first) && is_digit(next) && is_digit(from_begin(after, 2)) &&
         is_digit(from_begin(after, 3));  // Fortran's 0.12-100
}

}  // namespace

std::variant<PrintedNumber, std::string> read_printed(std::string const& text,
                                                      std::optional<char> decimal) {
  if (auto const time = time_in_parts(without_blanks(text), decimal.value_or('.')))
    return PrintedNumber{*time, true};
  auto const number = with_c_exponent(without_blanks(text));
  if (number.find(':') != number.npos) {
    if (auto const time = clock_time(number, decimal.value_or('.')))
      return PrintedNumber{*time, true};
    return no_number(text);
  }
  auto const found = plain(with_point(number, decimal.value_or('.')));
  if (!found) {
    bool const has_comma =
        !decimal && plain(with_point(number, ',')) && is_ambiguous(number);
    return no_number(text) +
           (has_comma ? ". Write \"decimal: ','\" where that is its decimal comma"
                      : "");
  }
  if (!decimal && is_ambiguous(number))
    return fmt::format(
        R"({} is {:.10g} or {:.10g}. Write "decimal: '.'" or "decimal: ','")",
        in_quotes(text), found->value, plain(with_point(number, ','))->value);
  return PrintedNumber{*found, false};
}

std::string cut_out_of(std::string_view before, std::string_view number,
                       std::string_view after, std::optional<char> decimal) {
  bool const is_cut =
      !number.empty() && ((number.front() != ' ' && begins_before(before, number)) ||
                          (number.back() != ' ' &&
                           (goes_on_after(after) || thousands_go_on(after, decimal))));
  if (!is_cut) return {};
  return fmt::format("{} is a part of the number in {}. Take all of it into the group",
                     in_quotes(number),
                     in_quotes(fmt::format("{}{}{}", before, number, after)));
}

}  // namespace assay
