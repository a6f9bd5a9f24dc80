// SPDX-License-Identifier: Apache-2.0
// `scaling:` and `samples:` -> what is computed, for each kind of scaling.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

void read_scaling(Entry const& entry, Draft& draft);

/// Reads `samples:`; `scaling:` is already read. A list for all scalings, or a mapping
/// of them.
void read_samples(Entry const& entry, Draft& draft);

/// Names of the scalings: the values of `scaling:` and the keys of `samples:`.
std::vector<std::string> const& scaling_names();

}  // namespace assay
