// SPDX-License-Identifier: Apache-2.0
// Tallies as JSON: texts, since they may exceed 2^53.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "contract/kernel.hpp"

namespace assay {

/// Counts by their names, in the order of these: they are compared as text.
inline Json tallies_json(std::vector<std::string> const& names, Tally const& counts) {
  std::map<std::string, std::string> by_name;
  for (std::size_t i = 0; i < counts.size(); ++i)
    by_name[names[i]] = std::to_string(counts[i]);
  return by_name;
}

}  // namespace assay
