// SPDX-License-Identifier: Apache-2.0
// `exclude:` and `only:`: conditions on the axes of a point.
#pragma once

#include <optional>
#include <string>

#include "model/point.hpp"

namespace assay {

/// The value that a point has on an axis: `ranks`, `parameters.NAME`, `env.NAME`, ...;
/// nothing where it has no such axis.
std::optional<AxisValue> axis_value(Point const& point, std::string const& axis);

bool matches(Point const& point, Match const& condition);

/// Neither excluded nor, where `only:` is given, left out by it.
bool is_wanted(Point const& point, Study const& study);

}  // namespace assay
