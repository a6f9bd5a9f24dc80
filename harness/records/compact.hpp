// SPDX-License-Identifier: Apache-2.0
// A record as the journal holds it: what launches have in common stands in lines of its
// own. The form is described in docs/journal.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/json.hpp"

namespace assay {

/// A record without what it shares, and the `shared` lines that it refers to by their
/// ids.
// The move of a Json is sound. NOLINTNEXTLINE(bugprone-exception-escape)
struct CompactRecord {
  std::vector<Json> shared;
  Json record;
};

/// A line of the journal in that form; other kinds stay as they are. The times of the
/// ranks are rounded to 1 ns.
CompactRecord compact(Json line);

/// The id of a `shared` line by the JSON text of what it says.
std::string shared_line_id(std::string const& value);

/// The JSON text of what a `shared` line says, an object of at most 64 levels. Throws
/// MalformedError, as where that is not what its id was made of.
std::string shared_value(std::string_view line);

/// The ids that a record's `shared` names, from its text; at most 16. Throws
/// MalformedError.
std::vector<std::string> shared_ids(std::string_view ids);

/// The record that compact() took apart, from its own part and what `shared` lines say
/// by their ids; `pids` stay apart. Throws MalformedError.
Json whole_record(Json record, std::map<std::string, Json> const& shared);

/// `under` with what `over` says: members of objects and elements of arrays one by one,
/// else `over` alone.
Json merged(Json under, Json over);

/// The word that stands for the name of the attempt's directory in a shared `argv`.
inline constexpr std::string_view attempt_word = "{attempt}";

}  // namespace assay
