// SPDX-License-Identifier: Apache-2.0
// Several launches at the same time.
#pragma once

#include <span>
#include <vector>

#include "process.hpp"

namespace assay {

/// Runs these commands at the same time, each as run_process does in a process of its
/// own, which ends with us. A signal to us ends all of them. Returns once none is left,
/// in the order of the commands. Their on_output
/// is called in those processes, where nobody sees what it does.
std::vector<ProcessResult> run_side_by_side(std::span<Command const> commands,
                                            ProcessLimits const& limits);

}  // namespace assay
