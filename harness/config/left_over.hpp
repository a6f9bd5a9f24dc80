// SPDX-License-Identifier: Apache-2.0
// Work that does not divide by the ranks.
#pragma once

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Warns at `samples` of a program whose samples some number of ranks does not divide:
/// one that gives each rank `samples // ranks` leaves the rest out, which nothing shows
/// where no value of its answer is checked.
void warn_of_left_over(YamlNode const& root, Draft& draft);

}  // namespace assay
