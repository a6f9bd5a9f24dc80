// SPDX-License-Identifier: Apache-2.0
// `files:`, `stdin:`, `keep:` -> what a launch finds around it.
#pragma once

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

void read_files(Entry const& entry, Draft& draft);
void read_stdin(Entry const& entry, Draft& draft);
void read_keep(Entry const& entry, Draft& draft);

/// Gives them to every program, and refuses them where there is none.
void share_launch_files(YamlNode const& root, Draft& draft);

}  // namespace assay
