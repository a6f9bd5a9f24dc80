// SPDX-License-Identifier: Apache-2.0
// `base:` -> what speedups are relative to.
#pragma once

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Once all axes are there: a kernel or program of the study, or so many cores.
void read_base(Entry const& entry, Draft& draft);

}  // namespace assay
