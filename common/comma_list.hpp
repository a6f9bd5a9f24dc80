// SPDX-License-Identifier: Apache-2.0
// Lists as variables, options and Slurm's commands have them.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace assay {

/// The names between the commas of a list; what is empty is none.
inline std::vector<std::string> names_in_list(std::string const& list) {
  std::vector<std::string> names;
  std::istringstream text(list);
  for (std::string name; std::getline(text, name, ',');)
    if (!name.empty()) names.push_back(name);
  return names;
}

inline bool is_in_list(std::string const& name, std::string const& list) {
  auto const names = names_in_list(list);
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace assay
