// SPDX-License-Identifier: Apache-2.0
// Two studies as one plan, so that both are measured in the same blocks.
#pragma once

#include "plan.hpp"

namespace assay {

/// The points that both plans have, of A and of B one behind the other; what only one
/// of them has is skipped. Points go together by their resources and samples, and by
/// what a study has several of: kernels, backends, launchers, parameters, variables.
/// What is one thing in A and one in B is what the comparison is about.
Plan beside(Plan a, Plan b);

}  // namespace assay
