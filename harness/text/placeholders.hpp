// SPDX-License-Identifier: Apache-2.0
// Words with `{placeholders}`: `{{` and `}}` stand for the braces themselves.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "integer.hpp"

namespace assay {

/// The names of the placeholders in a word, in order; the fault of a brace without its
/// partner or of an empty name.
Parsed<std::vector<std::string>> placeholders_in(std::string_view word);

/// The word with every placeholder replaced; one without a value throws
/// std::logic_error, since read_study() has checked the names.
std::string fill(std::string_view word,
                 std::map<std::string, std::string> const& values);

}  // namespace assay
