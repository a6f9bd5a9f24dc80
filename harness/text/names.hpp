// SPDX-License-Identifier: Apache-2.0
// Names that become directories, words of command lines and cells of tables.
#pragma once

#include <filesystem>
#include <string_view>

namespace assay {

/// 1 to 64 of letters, digits, `.`, `_`, `-`, not starting with `.` or `-`.
bool is_name(std::string_view name);

/// Letters, digits and `_`, no digit first: of variables of the environment and of
/// derived values.
bool is_variable_name(std::string_view name);

/// Whether a path names a file below the directory where it is given.
bool leads_below(std::filesystem::path const& path);

}  // namespace assay
