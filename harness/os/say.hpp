// SPDX-License-Identifier: Apache-2.0
// What people read while they wait.
#pragma once

#include <string_view>

namespace assay {

/// Writes to standard error. That it is closed or full has no consequence, nor, where
/// an Interrupt lives, that it is a pipe that nobody reads: a study does not end for
/// it.
void say(std::string_view text) noexcept;

/// Opens /dev/null where standard input, output or error is closed: a file opened later
/// would take its number, and what is said would be written into it.
void open_standard_streams() noexcept;

}  // namespace assay
