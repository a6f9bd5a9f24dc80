// SPDX-License-Identifier: Apache-2.0
// Points chosen on the command line: `--only 'ranks<=8 && kernel==pi'`, `--limit 4`.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "plan.hpp"

namespace assay {

enum class Relation { equal, unequal, less, at_most, more, at_least };

struct Condition {
  std::string axis;  ///< as in the study: ranks, kernel, parameters.NAME, env.NAME, ...
  Relation relation = Relation::equal;
  std::string value;
};

/// Conditions joined by &&; relations are == != < <= > >=. Throws UsageError.
std::vector<Condition> parse_conditions(std::string const& text);

/// Numbers are compared as numbers, all else as text, which only == and != compare.
bool holds(Condition const& condition, Point const& point);

/// Keeps the points for which all conditions hold, and of these the first `limit`. The
/// others become skipped ones, with the reason. Throws UsageError.
Plan narrow(Plan plan, std::vector<Condition> const& conditions,
            std::optional<std::size_t> limit);

}  // namespace assay
