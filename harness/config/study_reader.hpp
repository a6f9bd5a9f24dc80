// SPDX-License-Identifier: Apache-2.0
// The keys of a study, and the tree -> Study.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Reads all of a study's keys into `draft` and checks what binds them together.
void read_keys(YamlNode const& root, Draft& draft);

/// Every key at the top of a study.
std::vector<std::string> study_keys();

}  // namespace assay
