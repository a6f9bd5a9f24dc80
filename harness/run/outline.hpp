// SPDX-License-Identifier: Apache-2.0
// A line of the journal with only what decisions need.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "journal.hpp"

namespace assay {

/// What History and `assay status` ask of a line: of a record neither words nor times
/// by rank. Null where the line is of a schema that this version does not know.
nlohmann::json outline(std::string_view line);

/// Outlines of all lines of a journal's bytes, several times faster than parse_journal.
JournalContent outline_journal(std::string_view bytes);

}  // namespace assay
