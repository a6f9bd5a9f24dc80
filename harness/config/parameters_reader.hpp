// SPDX-License-Identifier: Apache-2.0
// `parameters:` -> axes, checked against what the study's kernels take.
#pragma once

#include "axis_reader.hpp"

namespace assay {

/// Reads `parameters:`; the axis `kernel` is already read. Whole numbers become
/// std::uint64_t (a negative one becomes a double), real ones double, choices
/// std::string.
void read_parameters(Entry const& entry, Draft& draft);

/// How to read one value of the parameter `name`, which every kernel of the study must
/// take.
ReadValue parameter_reader(std::string const& name, Draft const& draft);

}  // namespace assay
