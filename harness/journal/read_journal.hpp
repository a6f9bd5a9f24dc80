// SPDX-License-Identifier: Apache-2.0
// The bytes of a journal as values; pure.
#pragma once

#include <string_view>
#include <vector>

#include "journal.hpp"

namespace assay {

inline constexpr int journal_schema = 1;  ///< see results/README.md

struct RawLine {
  std::size_t number = 0;  ///< from 1
  std::string_view text;   ///< without its newline
};

/// Lines with the right checksum, as they stand.
struct RawJournal {
  std::vector<RawLine> lines;
  std::vector<BadLine> bad;
  std::size_t torn_bytes = 0;
};

/// Of bytes that outlive the answer. Never throws on content.
RawJournal parse_raw(std::string_view bytes);

/// The bytes of a journal, without a lock; none where the file is missing.
std::string read_journal_bytes(std::filesystem::path const& file);

/// Never throws on content: what cannot be used is told in `bad` and `torn_bytes`.
JournalContent parse_journal(std::string_view bytes);

}  // namespace assay
