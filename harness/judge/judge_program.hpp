// SPDX-License-Identifier: Apache-2.0
// Is this launch of a user's program a measurement of what was asked?
#pragma once

#include "common/exit_codes.hpp"
#include "judge.hpp"

namespace assay {

/// `evidence` of the program's launch, with the good `probe` of its geometry: the world
/// is what the worker saw under the same words. Reads the answer of the program into
/// the form of a worker's result, and then judges as judge() does. Pure.
Judgement judge_program(Evidence evidence, WorkerResult const& probe);

}  // namespace assay
