// SPDX-License-Identifier: Apache-2.0
// Asks before a study costs more than its cap.
#pragma once

#include "catalogue.hpp"
#include "plan.hpp"
#include "study.hpp"

namespace assay {

/// Throws UsageError where the fewest launches of the plan cost more than the study's
/// limits.core_hours. To be asked once, before the first launch: after that the limit
/// itself ends the study.
void expect_affordable(Study const& study, Plan const& plan,
                       Catalogue const& catalogue);

}  // namespace assay
