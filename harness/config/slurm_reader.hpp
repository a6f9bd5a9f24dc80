// SPDX-License-Identifier: Apache-2.0
// The section `slurm:` of a study.
#pragma once

#include <string>
#include <vector>

#include "draft.hpp"
#include "yaml_node.hpp"

namespace assay {

/// Reads `slurm: {partition: …, time: 2h, directives: [--…], continue: requeue}`.
void read_slurm(Entry const& entry, Draft& draft);

std::vector<std::string> slurm_keys();

}  // namespace assay
