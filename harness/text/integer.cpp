// SPDX-License-Identifier: Apache-2.0
// The text of a whole number -> the number.
#include "integer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace assay {
namespace {

constexpr std::string_view malformed =
    "is not a whole number. Forms: 20000000000, 2_000_000, 2e10";
constexpr std::string_view too_large =
    "is above 2^64-1, the largest number there is here. Give a smaller one";
/// Digits of an exponent; 1e100 is too large whatever it multiplies.
constexpr std::size_t exponent_digits = 2;

Parsed<std::uint64_t> no_integer(std::string_view why) { return {0, std::string(why)}; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
}

/// `text` without its underscores, when they part groups of three digits.
std::optional<std::string> ungrouped(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const boundary = (text.size() - i) % 4 == 0 && i > 0;
    if ((text[i] == '_') != boundary) return std::nullopt;
    if (text[i] != '_') digits += text[i];
  }
  return digits;
}

struct Decimal {
  std::string whole, fraction;
  std::string exponent;  ///< empty when there is none
};

/// Splits `12.5e3`; nothing where the text is not of that form.
std::optional<Decimal> split(std::string_view text) {
  Decimal parts;
  std::size_t const e = text.find_first_of("eE");
  std::string_view mantissa = text.substr(0, e);
  if (e != std::string_view::npos) {
    parts.exponent = text.substr(e + 1);
    if (!all_digits(parts.exponent)) return std::nullopt;
  }
  std::size_t const dot = mantissa.find('.');
  if (dot != std::string_view::npos) {
    parts.fraction = mantissa.substr(dot + 1);
    if (!all_digits(parts.fraction)) return std::nullopt;
  }
  parts.whole = mantissa.substr(0, dot);
  if (!all_digits(parts.whole)) return std::nullopt;
  return parts;
}

bool has_leading_zero(std::string_view digits) {
  return digits.size() > 1 && digits.front() == '0';
}

std::string without_leading_zeros(std::string_view digits) {
  std::size_t const first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? "0" : std::string(digits.substr(first));
}

Parsed<std::uint64_t> from_digits(std::string const& digits, int base) {
  std::uint64_t value = 0;
  auto const [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error == std::errc::result_out_of_range) return no_integer(too_large);
  if (error != std::errc{} || end != digits.data() + digits.size())
    return no_integer(malformed);
  return {value, ""};
}

/// whole.fraction x 10^exponent by moving the decimal point: exact, no floating point.
Parsed<std::uint64_t> shifted(Decimal const& parts) {
  std::string digits = parts.whole + parts.fraction;
  std::string const exponent = without_leading_zeros(parts.exponent);
  bool const zero = digits.find_first_not_of('0') == std::string::npos;
  if (zero) return {0, ""};
  if (exponent.size() > exponent_digits) return no_integer(too_large);
  std::size_t const places = std::stoul(exponent);
  std::size_t const dropped =
      parts.fraction.size() > places ? parts.fraction.size() - places : 0;
  if (digits.find_first_not_of('0', digits.size() - dropped) != std::string::npos)
    return no_integer("is not whole. Round it");
  digits.resize(digits.size() - dropped);
  digits.append(places - (parts.fraction.size() - dropped), '0');
  return from_digits(without_leading_zeros(digits), 10);
}

}  // namespace

Parsed<std::uint64_t> parse_integer(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+'))
    return no_integer("has a sign. Leave it out: numbers here count from 0");
  if (text.starts_with("0x") || text.starts_with("0X"))
    return no_integer("is hexadecimal, which only seeds may be. Write it in decimal");
  if (text.find('_') != std::string_view::npos) {
    auto const digits = ungrouped(text);
    if (!digits || !all_digits(*digits))
      return no_integer(
          "has an underscore that parts no group of three digits. Form: 2_000_000");
    return has_leading_zero(*digits) ? no_integer("has a leading zero. Leave it out")
                                     : from_digits(*digits, 10);
  }
  auto const parts = split(text);
  if (!parts) return no_integer(malformed);
  if (has_leading_zero(parts->whole))
    return no_integer(
        fmt::format("has a leading zero (YAML would read it as octal). Write {}",
                    without_leading_zeros(parts->whole)));
  if (parts->exponent.empty() && !parts->fraction.empty())
    return no_integer("is not a whole number. Leave out the fraction");
  return parts->exponent.empty() ? from_digits(parts->whole, 10) : shifted(*parts);
}

Parsed<std::uint64_t> parse_seed(std::string_view text) {
  bool const hexadecimal = text.starts_with("0x");
  auto number =
      hexadecimal ? from_digits(std::string(text.substr(2)), 16) : parse_integer(text);
  if (number.ok()) return number;
  return no_integer("is not a seed of 64 bits. Forms: 12345, 2e10, 0x548c9decbce65297");
}

}  // namespace assay
