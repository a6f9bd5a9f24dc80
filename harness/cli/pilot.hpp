// SPDX-License-Identifier: Apache-2.0
// One launch of each kernel and program, to know what a study costs.
#pragma once

#include "model/study.hpp"
#include "plan/price.hpp"

namespace assay {

struct PlanContext;

/// Runs, with all checks and outside the results, the one point of each kernel and
/// program that has the most samples for a core. What does not end well is told on
/// standard error and teaches nothing.
TimingHistory run_pilot(Study const& study, PlanContext const& context);

}  // namespace assay
