// SPDX-License-Identifier: Apache-2.0
// What a job does whose time ends before the study does.
#pragma once

#include "model/machine.hpp"
#include "run/run_study.hpp"

namespace assay {

/// Whether the run stopped for the sake of the job, with launches still to come.
bool is_cut_short(RunOutcome const& outcome, Machine const& machine);

/// Asks Slurm for what the study says, tells it on standard error, and returns whether
/// the study goes on. Not where the run has got nowhere, which would repeat for ever,
/// nor in a job that was cancelled. `script` is what a new job runs, with its
/// arguments; empty where it is not known.
bool continue_study(Study const& study, RunOutcome const& outcome,
                    Machine const& machine, Argv const& script);

}  // namespace assay
