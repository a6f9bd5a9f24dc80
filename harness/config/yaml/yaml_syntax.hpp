// SPDX-License-Identifier: Apache-2.0
// Says in plain words what a YAML parser's error comes from, and where.
#pragma once

#include <string>

#include "text/diagnostic.hpp"
#include "text/source_text.hpp"

namespace assay {

struct SyntaxError {
  Position at;
  std::string message;
};

/// yaml-cpp gave up at this line and byte column (from 1; 0 for nowhere) with `reason`.
/// The cause often lies earlier: the bracket that is still open, the colon without a
/// space.
SyntaxError explain_syntax(SourceText const& source, std::size_t line,
                           std::size_t column, std::string const& reason);

inline constexpr auto no_space_message =
    "no space behind the colon (YAML then sees one long word). Write 'key: value'";

/// The place behind the colon in `key:value`, or a column of 0.
Position missing_space(SourceText const& source, std::size_t line);

}  // namespace assay
