// SPDX-License-Identifier: Apache-2.0
// `exclude:` and `only:` -> conditions on the axes.
#pragma once

#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// A list of mappings from an axis (or `samples`) to a value, a list of values or a
/// comparison. All axes are already read.
std::vector<MatchAll> read_matches(Entry const& entry, Draft& draft);

}  // namespace assay
