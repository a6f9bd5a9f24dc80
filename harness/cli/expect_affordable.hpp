// SPDX-License-Identifier: Apache-2.0
// Asks before a study costs more than its cap.
#pragma once

#include "model/study.hpp"

namespace assay {

struct CoreHours {
  double used = 0;
  double expected = 0;  ///< from now on
};

/// Throws UsageError where that is more than limits.core_hours. To be asked before the
/// first launch, or the first job: after that the limit itself ends the study.
void expect_affordable(Limits const& limits, CoreHours const& cost);

/// Asks on the terminal before a study without limits.core_hours costs more than 1,000.
/// Throws UsageError where the answer is no, or where there is no terminal to ask on.
void expect_wanted(Limits const& limits, CoreHours const& cost);

}  // namespace assay
