// SPDX-License-Identifier: Apache-2.0
// What each axis may hold, and what it holds when the study does not say.
#pragma once

#include <string>
#include <vector>

#include "axis_reader.hpp"

namespace assay {

/// Backends that a worker can be built for.
std::vector<std::string> const& known_backends();

/// Launchers that a study may name; `auto` is the best one found on the machine.
std::vector<std::string> const& known_launchers();

/// How to read one value of `samples` or of an axis of axis_names().
ReadValue value_reader(std::string const& axis, Catalogue const& catalogue);

/// The values of an axis of axis_names() that a study leaves out; none for `kernel`.
std::vector<AxisValue> default_values(std::string const& axis);

}  // namespace assay
