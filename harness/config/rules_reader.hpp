// SPDX-License-Identifier: Apache-2.0
// `launches:` and `limits:` -> when to stop.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// A number of launches, or {min, max, until, disturbed}. Where only one of min and max
/// is given, the default of the other gives way.
void read_launches(Entry const& entry, Draft& draft);
void read_limits(Entry const& entry, Draft& draft);

/// Keys of `launches:` and `limits:`, for the schema's test.
std::vector<std::string> launches_keys();
std::vector<std::string> limits_keys();

}  // namespace assay
