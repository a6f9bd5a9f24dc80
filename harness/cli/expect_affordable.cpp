// SPDX-License-Identifier: Apache-2.0
// Asks before a study costs more than its cap.
#include "expect_affordable.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "os/errors.hpp"
#include "text/numbers.hpp"
#include "text/say.hpp"

namespace assay {

void expect_affordable(Limits const& limits, CoreHours const& cost) {
  if (!limits.core_hours || cost.used + cost.expected <= *limits.core_hours) return;
  auto const used =
      cost.used > 0 ? fmt::format("with the {} used ", plain_number(cost.used)) : "";
  throw UsageError(fmt::format(
      "this study costs about {} core-hours, {}more than its limits.core_hours of {} "
      "(see assay plan). Sweep less, raise the limit, or start it with --yes: "
      "it ends at the limit",
      plain_number(cost.expected), used, plain_number(*limits.core_hours)));
}

void expect_wanted(Limits const& limits, CoreHours const& cost) {
  constexpr double much = 1000;
  if (limits.core_hours || cost.expected <= much) return;
  auto const price =
      fmt::format("this study costs about {} core-hours, and has no limits.core_hours",
                  plain_number(cost.expected));
  if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1)
    throw UsageError(price + ". Set it, or submit with --yes");
  say(price + ". Submit it? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "yes") throw UsageError("nothing was submitted");
}

}  // namespace assay
