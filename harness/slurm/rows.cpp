// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include <charconv>
#include <sstream>

namespace assay {

std::vector<std::vector<std::string>> rows_of(std::string const& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto& fields = rows.emplace_back();
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, '|');) fields.push_back(field);
  }
  return rows;
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  bool const whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || value < 0) return std::nullopt;
  return value;
}

}  // namespace assay
