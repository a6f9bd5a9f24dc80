// SPDX-License-Identifier: Apache-2.0
// Asking for instructions, and the ranges that are the same with all of them.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "kernel_fixture.hpp"

namespace assay {

/// Asks for these instructions as a user does, until the end of the scope.
class Asked {
 public:
  explicit Asked(std::string const& name) {
    ::setenv("ASSAY_INSTRUCTION_SET", name.c_str(), 1);
  }
  ~Asked() { ::unsetenv("ASSAY_INSTRUCTION_SET"); }
  Asked(Asked const&) = delete;
  Asked& operator=(Asked const&) = delete;
};

struct Sample {
  char const* kernel;
  std::uint64_t begin, end;
  ParameterValues parameters;
};

/// Ranges that begin and end within a block, a vector and a chunk.
inline std::vector<Sample> uneven_samples() {
  return {
      {"pi", 3, 200'006, {}},
      {"pi", (1ULL << 33U) - 70'001, (1ULL << 33U) + 70'002, {}},
      {"pi", 3, 70'006, {{"coordinate_bits", "53"}}},
      {"option", 5, 40'004, {}},
      {"histogram", 2, 70'003, {{"bins", std::int64_t{777}}}},
      {"histogram", 2, 70'003, {{"bins", std::int64_t{300'001}}}},
      {"lookup", 3, 70'001, {{"table_bytes", std::int64_t{8008}}}},
      {"fill", 1, 70'002, {{"array_bytes", std::int64_t{48'016}}}},
      {"transport", 1, 9002, {}},
      {"ising", 0, 50'003, {{"columns", std::int64_t{104}}}},
  };
}

}  // namespace assay
