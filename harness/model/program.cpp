// SPDX-License-Identifier: Apache-2.0
// What the numbers mean that a program prints: units of time, and when two agree.
#include "program.hpp"

#include <cmath>

namespace assay {

bool is_within(double value, double within, double expected) {
  return std::abs(value - expected) <= within * std::abs(expected);
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
  static std::map<std::string, std::string> const units{
      {"sec", "s"},           {"secs", "s"},         {"second", "s"},
      {"seconds", "s"},       {"msec", "ms"},        {"millisecond", "ms"},
      {"milliseconds", "ms"}, {"usec", "us"},        {"\u00b5s", "us"},
      {"\u03bcs", "us"},      {"microsecond", "us"}, {"microseconds", "us"},
      {"nsec", "ns"},         {"nanosecond", "ns"},  {"nanoseconds", "ns"},
      {"mins", "min"},        {"minute", "min"},     {"minutes", "min"},
      {"hour", "h"},          {"hours", "h"}};
  auto const found = units.find(word);
  return seconds_per(found == units.end() ? word : found->second);
}

}  // namespace assay
