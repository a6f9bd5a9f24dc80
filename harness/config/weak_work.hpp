// SPDX-License-Identifier: Apache-2.0
// Whether the work of a program grows as weak scaling wants it.
#pragma once

#include <string>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Whether the axis is swept together with nodes, ranks or threads.
bool is_zipped_with_resources(std::string const& axis, Study const& study);

/// Warns at `scaling` where it is weak and a program is told the same at every point.
/// Some take their size per rank, so it may be meant.
void warn_of_equal_work(YamlNode const& root, Draft& draft);

}  // namespace assay
