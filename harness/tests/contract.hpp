// SPDX-License-Identifier: Apache-2.0
// The vectors of tests/contract, by which harness and analysis are held together.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "common/json.hpp"

namespace assay::test {

inline std::filesystem::path contract_file(std::string const& name) {
  return std::filesystem::path(ASSAY_CONTRACT) / name;
}

/// A vector file, or the list at `key` in it. Throws where it is missing or has no
/// case: a test over nothing would pass.
inline Json contract(std::string const& name, std::string const& key = "") {
  std::ifstream in(contract_file(name));
  auto vector = try_parse_json(in);
  if (!key.empty() && vector.is_object()) vector = vector.value(key, Json());
  if (vector.is_discarded() || !vector.is_structured() || vector.empty())
    throw std::runtime_error(name + " " + key + ": is missing, empty or no JSON");
  return vector;
}

}  // namespace assay::test
