// SPDX-License-Identifier: Apache-2.0
// Tables as programs write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The column of a table whose first line names its columns, between commas, semicolons
/// or tabs; fields may stand in double quotes, a byte order mark before all. Empty
/// lines and those that begin with # are passed over. Nothing where no column has that
/// name; a row that is too short has an empty field.
std::optional<std::vector<std::string>> csv_column(std::string_view text,
                                                   std::string const& name);

}  // namespace assay
