// SPDX-License-Identifier: Apache-2.0
// `-D KEY=VALUE` of the command line -> the tree of the study file.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "problems.hpp"

namespace assay {

/// Puts each VALUE, which is YAML on one line, in the place of what the study says at
/// KEY: `ranks`, or `launches.min` for a key below a key. What is read then is checked
/// as if it stood in the file. Override n is source n of the positions. Reports what is
/// no KEY=VALUE.
void apply_overrides(YamlNode& root, std::vector<std::string> const& overrides,
                     Problems& problems);

}  // namespace assay
