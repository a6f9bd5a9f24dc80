// SPDX-License-Identifier: Apache-2.0
// The one JSON of the project. Reading and writing text costs more to compile than all
// the code that uses it: that is done in one source file, and everybody calls it there.
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "json_members.hpp"

namespace assay {

/// A JSON value. The members of an object keep the order in which they were written.
using Json = nlohmann::basic_json<JsonMembers>;

/// The value that `text` holds. Throws Json::parse_error, which says where, if it is
/// not JSON.
Json parse_json(std::string_view text);
Json parse_json(std::istream& text);

/// The value that `text` holds; `is_discarded()` where it is not JSON.
Json try_parse_json(std::string_view text);
Json try_parse_json(std::istream& text);

/// Whether `text` is JSON, without making a value of it.
bool is_json(std::string_view text);

/// The value as text: on one line, or with `indent` blanks for each level. Bytes that
/// are not UTF-8 are replaced by U+FFFD.
std::string to_text(Json const& value, int indent = -1);

/// The value with the members of every object in the order of their names.
Json sorted_by_name(Json value);

/// The value as CBOR (RFC 8949), whose strings may hold any byte.
std::string to_cbor(Json const& value);

/// The value that to_cbor wrote; `is_discarded()` where `bytes` are not such. It
/// recurses as deep as they nest: only for bytes of this program's own.
Json try_parse_cbor(std::string_view bytes);

}  // namespace assay
