// SPDX-License-Identifier: Apache-2.0
// What a kernel allocates on one rank, as a formula.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// A part of what one rank allocates: `bytes` times the product of what `times` names,
/// divided by that of `over`. A name is an integer parameter, or `samples`: the rank's
/// share of them.
struct MemoryTerm {
  std::uint64_t bytes = 0;
  std::vector<std::string> times;
  std::vector<std::string> over;
};

}  // namespace assay
