// SPDX-License-Identifier: Apache-2.0
// `hosts:` of a study, and the file that it may name.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// A list of names, or the name of a file.
void read_hosts(Entry const& entry, Draft& draft);

/// The names in a file of hosts: the first word of each line, without what Open MPI
/// and MPICH let stand behind it (`slots=4`, `:4`). Adds what is wrong to `problems`,
/// with the lines of that file.
std::vector<std::string> parse_hosts(std::string const& text, Problems& problems);

}  // namespace assay
