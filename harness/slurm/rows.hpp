// SPDX-License-Identifier: Apache-2.0
// What Slurm's commands print by a format of columns.
#pragma once

#include <string>
#include <vector>

namespace assay {

/// Of each line its fields, which stand between | and hold none. Pure.
std::vector<std::vector<std::string>> rows_of(std::string const& text);

}  // namespace assay
