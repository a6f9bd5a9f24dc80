// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

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

}  // namespace assay
