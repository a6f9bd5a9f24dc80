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

std::vector<std::string> slurm_keys();

}  // namespace assay
