// SPDX-License-Identifier: Apache-2.0
// `metrics:` -> where each number of a program comes from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

void read_metrics(Entry const& entry, Draft& draft);

/// A regular expression with as many groups as asked; reports what it is instead.
std::optional<std::string> read_pattern(YamlNode const& node, std::string const& what,
                                        std::optional<int> groups, Problems& problems);

/// `from: stdout | stderr` and `file: NAME` of `map`, called `what`.
TextSource read_text_source(YamlNode const& map, std::string const& what,
                            Problems& problems);

std::vector<std::string> metric_keys();

}  // namespace assay
