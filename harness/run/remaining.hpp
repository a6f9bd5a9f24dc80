// SPDX-License-Identifier: Apache-2.0
// What a point still needs, by the rule of the run.
#pragma once

#include "history.hpp"
#include "study.hpp"

namespace assay {

/// Launches that a run would still make, as far as is known before: up to the fewest,
/// and one more where the interval is not yet narrow enough. 0 where it has ended.
int remaining_launches(PointHistory const& history, LaunchRule const& rule);

}  // namespace assay
