// SPDX-License-Identifier: Apache-2.0
// What a text must be before a YAML parser sees it.
#pragma once

#include <cstddef>
#include <string>

#include "config/problems.hpp"

namespace assay {

/// A real study has a few KiB; yaml-cpp spends 0.2 s on a MiB of open brackets.
inline constexpr std::size_t study_bytes_at_most = 262'144;

/// UTF-8 without control characters, indented by spaces, of bounded size. yaml-cpp
/// accepts wrong UTF-8, and the JSON writer of the journal throws on it.
void check_text(std::string const& text, Problems& problems);

}  // namespace assay
