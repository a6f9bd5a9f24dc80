// SPDX-License-Identifier: Apache-2.0
// The axes of a study that is being read: completed, ordered, and found by name.
#pragma once

#include <string>
#include <vector>

#include "draft.hpp"

namespace assay {

/// Adds what the study leaves out, and puts the axes into the order of swept_axes(),
/// then `parameters.*` and `env.*` as written.
void complete_axes(Draft& draft);

/// Values of an axis; of `samples` those of all scalings; none where there is no such
/// axis.
std::vector<AxisValue> values_of(Draft const& draft, std::string const& axis);

/// Whether the study has this axis (`samples` is one); reports the name otherwise.
/// `what` is the key that names it.
bool check_axis_name(std::string const& axis, Position at, std::string const& what,
                     Draft& draft);

}  // namespace assay
