// SPDX-License-Identifier: Apache-2.0
#include "numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

/// A comma between groups of three of the digits before the point.
std::string grouped(std::string digits) {
  auto const point = std::min(digits.find('.'), digits.size());
  for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

/// Of the leading digit: 3 for 1234, -2 for 0.05.
int exponent_of(double value) {
  return static_cast<int>(std::floor(std::log10(value)));
}

}  // namespace

std::string count_text(std::uint64_t count) {
  auto const digits = std::to_string(count);
  auto const leading = digits.find_last_not_of('0') + 1;
  if (count < 100'000 || leading > 4 || digits.size() - leading < 4)
    return grouped(digits);
  auto const fraction = digits.substr(1, leading - 1);
  return fmt::format("{}{}{}e{}", digits.front(), fraction.empty() ? "" : ".", fraction,
                     digits.size() - 1);
}

std::string fixed_number(double value, int decimals) {
  return grouped(fmt::format("{:.{}f}", value, decimals));
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string plain_number(double value) {
  constexpr double smallest = 1e-4;
  constexpr int digits = 4;
  if (!std::isfinite(value) || (value < smallest && value != 0))
    return fmt::format("{:.{}g}", value, digits);
  int const places = value == 0 ? 0 : digits - 1 - exponent_of(value);
  if (places < 0) {
    double const step = std::pow(10.0, -places);
    return fixed_number(std::round(value / step) * step, 0);
  }
  auto text = fixed_number(value, places);
  if (text.find('.') == text.npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

int decimals_of(double value) {
  return value > 0 && std::isfinite(value) ? std::clamp(2 - exponent_of(value), 0, 6)
                                           : 0;
}

}  // namespace assay
