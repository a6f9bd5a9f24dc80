// SPDX-License-Identifier: Apache-2.0
// The section `gridengine:` of a study.
#pragma once

#include <string>
#include <vector>

#include "draft.hpp"

namespace assay {

/// Reads `gridengine: {parallel_environment: mpi, queue: all.q, time: 2h, …}`.
void read_gridengine(Entry const& entry, Draft& draft);

/// The same, of a site or a study.
void read_gridengine_section(Entry const& entry, JobSection& section,
                             Problems& problems);

std::vector<std::string> gridengine_keys();

}  // namespace assay
