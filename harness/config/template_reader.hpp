// SPDX-License-Identifier: Apache-2.0
// A file with placeholders that a study fills for each launch.
#pragma once

#include <string>
#include <vector>

#include "problems.hpp"

namespace assay {

/// Adds what is wrong with the braces of a template, and each name that is not `known`.
void check_template(std::string const& text, std::vector<std::string> const& known,
                    Problems& problems);

}  // namespace assay
