// SPDX-License-Identifier: Apache-2.0
// What people read: no text of a file, a program or a name reaches their terminal as it
// stands, where it could move the cursor or give commands.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace assay {

/// Writes to standard error, wrong bytes and controls as `?` but for what coloured()
/// and lines that are written over need. That it is closed or full has no consequence,
/// nor, where an Interrupt lives, that it is a pipe that nobody reads: a study does not
/// end for it.
void say(std::string_view text) noexcept;

/// Writes to standard output, wrong bytes and controls as `?`.
void show_text(std::string_view text);

/// The same of a format and its values.
template <typename... Values>
void show(fmt::format_string<Values...> format, Values&&... values) {
  show_text(fmt::format(format, std::forward<Values>(values)...));
}

/// Writes data for programs to standard output, as it stands.
void print_text(std::string_view text);

/// The same of a format and its values.
template <typename... Values>
void print_data(fmt::format_string<Values...> format, Values&&... values) {
  print_text(fmt::format(format, std::forward<Values>(values)...));
}

/// Opens /dev/null where standard input, output or error is closed: a file opened later
/// would take its number, and what is said would be written into it.
void open_standard_streams() noexcept;

}  // namespace assay
