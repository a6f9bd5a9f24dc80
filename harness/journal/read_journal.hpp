// SPDX-License-Identifier: Apache-2.0
// The bytes of a journal as values; pure.
#pragma once

#include <string_view>

#include "journal.hpp"

namespace assay {

inline constexpr int journal_schema = 1;  ///< see results/README.md

/// Never throws on content: what cannot be used is told in `bad` and `torn_bytes`.
JournalContent parse_journal(std::string_view bytes);

}  // namespace assay
