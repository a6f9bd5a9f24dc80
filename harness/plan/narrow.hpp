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

/// Conditions that hold together.
using Clause = std::vector<Condition>;

/// Clauses joined by ||, each of conditions joined by &&; relations are == != < <= >
/// >=. Throws UsageError.
std::vector<Clause> parse_clauses(std::string const& text);

/// Numbers are compared as numbers, all else as text, which only == and != compare.
bool holds(Condition const& condition, Point const& point);

/// Keeps the points for which some clause holds, and of these the first `limit`. The
/// others become skipped ones, with the reason. Throws UsageError where no point has
/// such an axis, or could be compared so, or where a clause holds for none.
Plan narrow(Plan plan, std::vector<Clause> const& clauses,
            std::optional<std::size_t> limit);

}  // namespace assay
