// SPDX-License-Identifier: Apache-2.0
// A line of the journal with only what decisions need.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace assay {

/// What History and `assay status` ask of a line; of a record neither words nor result,
/// so not of a good one. Null where the line is of a schema that this version does not
/// know.
nlohmann::json outline(std::string_view line);

bool has_known_schema(std::string_view line);

}  // namespace assay
