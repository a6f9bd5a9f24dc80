// SPDX-License-Identifier: Apache-2.0
// Names that become directories, words of command lines and cells of tables.
#pragma once

#include <string_view>

namespace assay {

/// 1 to 64 of letters, digits, `.`, `_`, `-`, not starting with `.` or `-`.
bool is_name(std::string_view name);

/// Letters, digits and `_`, no digit first: of variables of the environment and of
/// derived values.
bool is_variable_name(std::string_view name);

}  // namespace assay
