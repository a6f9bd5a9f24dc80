// SPDX-License-Identifier: Apache-2.0
// Is this launch of a user's program a measurement of what was asked?
#pragma once

#include "judge.hpp"

namespace assay {

/// Exit code of a program that lacks something it needs (EX_UNAVAILABLE of sysexits.h):
/// its last line says what.
constexpr int exit_unavailable = 69;

/// `evidence` of the program's launch, with the good `probe` of its geometry: the world
/// is what the worker saw under the same words. Reads the answer of the program into
/// the form of a worker's result, and then judges as judge() does. Pure.
Judgement judge_program(Evidence evidence, WorkerResult const& probe);

}  // namespace assay
