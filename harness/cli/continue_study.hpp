// SPDX-License-Identifier: Apache-2.0
// What a job does whose time ends before the study does.
#pragma once

#include <optional>

#include "model/machine.hpp"
#include "run/run_study.hpp"

namespace assay {

/// Whether the run stopped for the sake of the job, with launches still to come.
bool is_cut_short(RunOutcome const& outcome, Machine const& machine);

/// How a job that ends is to go on.
struct GoingOn {
  Argv script;           ///< of a new job, with its arguments; empty where not known
  double reserve_s = 0;  ///< at the end of the job, not for launches
};

/// Asks the scheduler for what the study says, tells it on standard error, and returns
/// the exit code by which the study goes on; nothing where it does not: where the run
/// has got nowhere, which would repeat for ever, or in a job that it was told to end or
/// to requeue, by whomever.
std::optional<int> continue_study(Study const& study, RunOutcome const& outcome,
                                  Machine const& machine, GoingOn const& going_on);

}  // namespace assay
