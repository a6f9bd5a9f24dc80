// SPDX-License-Identifier: Apache-2.0
// A value or a list of values -> the values of an axis.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Reads one value; reports what is wrong with it.
using ReadValue = std::function<std::optional<AxisValue>(YamlNode const&, Problems&)>;

/// One value or a list of different ones; reports what is wrong and leaves it out.
std::vector<AxisValue> read_values(YamlNode const& node, std::string const& what,
                                   ReadValue const& read, Problems& problems);

/// How to read one value of `samples` or of an axis of swept_axes().
ReadValue value_reader(std::string const& axis, Catalogue const& catalogue);

/// Adds the axis to the study.
void read_axis(Entry const& entry, std::string const& name, ReadValue const& read,
               Draft& draft);

}  // namespace assay
