// SPDX-License-Identifier: Apache-2.0
// What Slurm's commands print by a format of columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Of each line its fields, which stand between | and hold none. Pure.
std::vector<std::vector<std::string>> rows_of(std::string const& text);

/// From 0 on; nothing where the text is no such number. Pure.
std::optional<int> whole_number(std::string_view text);

}  // namespace assay
