// SPDX-License-Identifier: Apache-2.0
// This machine, looked at.
#pragma once

#include "model/machine.hpp"

namespace assay {

/// The machine that this program runs on: this host and, inside a live Slurm job, the
/// job's allocation. Throws EnvironmentError where it cannot be looked at.
Machine observe_machine();

}  // namespace assay
