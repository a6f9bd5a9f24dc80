// SPDX-License-Identifier: Apache-2.0
// The section `slurm:` of a study.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Reads `slurm: {partition: …, time: 2h, directives: [--…], continue: requeue}`.
void read_slurm(Entry const& entry, Draft& draft);

/// The same into a section of its own.
void read_slurm_section(Entry const& entry, JobSection& section, Problems& problems);

std::vector<std::string> slurm_keys();

}  // namespace assay
