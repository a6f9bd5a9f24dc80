// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "model/study.hpp"

namespace assay {

/// The hosts that a study names, or the file that it names, beside the study. Throws
/// ConfigError.
std::vector<std::string> locate_hosts(Study const& study);

}  // namespace assay
