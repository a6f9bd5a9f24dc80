// SPDX-License-Identifier: Apache-2.0
// UTF-8 as far as messages and columns need it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

/// Bytes of the character that `text` begins with; 0 where it begins with none
/// (overlong forms, surrogates and code points past U+10FFFF are none; RFC 3629).
/// `text` is not empty.
std::size_t utf8_character(std::string_view text);

/// Characters in `text`; a byte that belongs to none counts as one.
std::size_t utf8_count(std::string_view text);

/// Whether a character moves the cursor or colours the terminal instead of showing
/// itself (C0 but tab, DEL, C1).
bool is_control(std::string_view character);

/// `text` safe to show on a terminal: controls, tabs and wrong bytes become `?`, and
/// what follows the first `limit` characters becomes `...`.
std::string printable(std::string_view text, std::size_t limit = 60);

/// `text` with every control but newline and tab, and every wrong byte, as `?`.
std::string without_controls(std::string_view text);

/// printable() of several lines, which stay lines.
std::string printable_lines(std::string_view text, std::size_t limit);

/// printable() between single quotes.
std::string in_quotes(std::string_view text);

}  // namespace assay
