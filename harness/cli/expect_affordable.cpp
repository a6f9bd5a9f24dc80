// SPDX-License-Identifier: Apache-2.0
// Asks before a study costs more than its cap.
#include "expect_affordable.hpp"

#include <fmt/format.h>

#include "commands.hpp"
#include "os/errors.hpp"

namespace assay {

void expect_affordable(Limits const& limits, CoreHours const& cost) {
  if (!limits.core_hours || cost.used + cost.expected <= *limits.core_hours) return;
  auto const used =
      cost.used > 0 ? fmt::format("with the {:.3g} used ", cost.used) : "";
  throw UsageError(fmt::format(
      "this study costs about {:.3g} core-hours, {}more than its limits.core_hours of "
      "{:.3g} (see assay plan). Sweep less, raise the limit, or start it with --yes: "
      "it ends at the limit",
      cost.expected, used, *limits.core_hours));
}

}  // namespace assay
