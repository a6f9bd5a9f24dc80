// SPDX-License-Identifier: Apache-2.0
// `derive:` -> tables and expressions over what was read before.
#pragma once

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Each name sees the numbers of a point, the parameters and the names before it.
void read_derive(Entry const& entry, Draft& draft);

}  // namespace assay
