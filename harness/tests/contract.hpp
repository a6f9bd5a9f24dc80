// SPDX-License-Identifier: Apache-2.0
// The vectors of tests/contract, by which harness and analysis are held together.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace assay::test {

inline std::filesystem::path contract_file(std::string const& name) {
  return std::filesystem::path(ASSAY_CONTRACT) / name;
}

/// A vector file, or the list at `key` in it. Throws where it is missing or has no
/// case: a test over nothing would pass.
inline nlohmann::json contract(std::string const& name, std::string const& key = "") {
  std::ifstream in(contract_file(name));
  auto vector = nlohmann::json::parse(in, nullptr, false);
  if (!key.empty() && vector.is_object()) vector = vector.value(key, nlohmann::json());
  if (vector.is_discarded() || !vector.is_structured() || vector.empty())
    throw std::runtime_error(name + " " + key + ": is missing, empty or no JSON");
  return vector;
}

}  // namespace assay::test
