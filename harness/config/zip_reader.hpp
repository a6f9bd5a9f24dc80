// SPDX-License-Identifier: Apache-2.0
// `zip:` -> groups of axes that are swept together.
#pragma once

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// A list of lists of axis names; all axes are already read. The axes of a group have
/// equally many values, and none is in two groups.
void read_zip(Entry const& entry, Draft& draft);

}  // namespace assay
