// SPDX-License-Identifier: Apache-2.0
// Asks before a study costs more than its cap.
#include "expect_affordable.hpp"

#include <fmt/format.h>

#include "commands.hpp"
#include "price.hpp"

namespace assay {

void expect_affordable(Study const& study, Plan const& plan,
                       Catalogue const& catalogue) {
  if (!study.limits.core_hours) return;
  Price price(study);
  for (auto const& point : plan.points)
    price.add(point, launch_price(point, catalogue, {}));
  if (price.least_core_hours() <= *study.limits.core_hours) return;
  throw UsageError(fmt::format(
      "this study costs about {:.3g} core-hours, more than its limits.core_hours of "
      "{:.3g} (see assay plan). Sweep less, raise the limit, or start it with --yes: "
      "it ends at the limit",
      price.least_core_hours(), *study.limits.core_hours));
}

}  // namespace assay
