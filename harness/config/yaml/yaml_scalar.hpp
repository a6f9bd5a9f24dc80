// SPDX-License-Identifier: Apache-2.0
// Which of YAML's many ways to write a text a study may use: one line, plain or quoted.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// Whether a quoted scalar, `written` as below, is still open at the end of its line.
/// Nothing behind it can then be trusted; yaml-cpp ends an open quote at the end of the
/// file.
bool leaves_quote_open(std::string_view written, bool quoted);

/// Empty, or why the scalar is refused that means `text`. `written` is its line from
/// where it starts; `quoted` says that it is not plain.
std::string scalar_fault(std::string_view written, std::string_view text, bool quoted);

}  // namespace assay
