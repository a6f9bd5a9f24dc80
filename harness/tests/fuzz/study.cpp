// SPDX-License-Identifier: Apache-2.0
// A study file.
#include "read_made_study.hpp"
#include "targets.hpp"

namespace assay::fuzz {

void study(std::string_view text) { read_made_study(std::string(text), {}); }

}  // namespace assay::fuzz
