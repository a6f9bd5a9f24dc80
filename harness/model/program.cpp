// SPDX-License-Identifier: Apache-2.0
// What the words of a program are, and what the numbers mean that it prints.
#include "program.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string_view>

namespace assay {

std::optional<std::size_t> script_in(std::vector<std::string> const& argv) {
  constexpr std::array<std::string_view, 7> interpreters{
      "{python}", "bash", "sh", "perl", "ruby", "Rscript", "julia"};
  if (argv.size() < 2 || argv[1].starts_with('-')) return std::nullopt;
  auto const name = std::filesystem::path(argv[0]).filename().string();
  bool const is_known =
      name.starts_with("python") ||
      std::find(interpreters.begin(), interpreters.end(), name) != interpreters.end();
  return is_known ? std::optional<std::size_t>(1) : std::nullopt;
}

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
