// SPDX-License-Identifier: Apache-2.0
// YAML text -> tree, without what makes YAML surprising or expensive.
#pragma once

#include <string>

#include "config/problems.hpp"
#include "yaml_node.hpp"

namespace assay {

/// The tree of the one document in `text`, which check_text() has passed. Reports
/// syntax errors, duplicate keys, anchors, aliases, tags, merges, values over several
/// lines, further documents, deep nesting and too many values; what cannot be used of
/// it is YamlNode::Kind::faulty.
YamlNode read_yaml(std::string const& text, Problems& problems);

}  // namespace assay
