// SPDX-License-Identifier: Apache-2.0
// What a figure of the table says.
#pragma once

#include <string>

#include "goal.hpp"

namespace assay {

/// What a share of a ceiling may exceed 1 by, since both are measured. Beyond it, the
/// ceiling is none.
constexpr double most_of_a_ceiling = 1.02;

/// Whether the figure shows that the benchmark is wrong: a kernel above its ceiling.
bool is_error(Goal const& goal, double middle);

/// `met`, `not met`, `error: ...`, or nothing where there is no target.
std::string verdict(Goal const& goal, double middle);

}  // namespace assay
