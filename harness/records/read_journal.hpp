// SPDX-License-Identifier: Apache-2.0
// The bytes of a journal as lines; pure but for reading them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/json.hpp"

namespace assay {

/// Of the lines that are written; see results/README.md.
inline constexpr int journal_schema = 2;

/// Whether lines of this schema, as their JSON has it, can be read. Of 1 are those from
/// before launches shared what they have in common.
constexpr bool is_known_schema(std::string_view text) {
  return text == "1" || text == "2";
}

/// A line that could not be used: where it is and why.
struct BadLine {
  std::size_t line = 0;
  std::string why;
};

struct RawLine {
  std::size_t number = 0;  ///< from 1
  std::string_view text;   ///< without its newline
};

/// Lines with the right checksum, as they stand.
struct RawJournal {
  std::vector<RawLine> lines;
  std::vector<BadLine> bad;
  std::size_t torn_bytes = 0;  ///< after the last newline
};

/// Of bytes that outlive the answer. Never throws on content.
RawJournal parse_raw(std::string_view bytes);

/// The bytes of a journal, without a lock; none where the file is missing. Throws
/// StorageError.
std::string read_journal_bytes(std::filesystem::path const& file);

/// Whole lines as JSON, for who looks at all that they hold; decisions are made on
/// parse_line().
struct JournalContent {
  /// In file order, without crc32; records with what they share in its place, the lines
  /// of which are left out.
  std::vector<Json> lines;
  std::vector<BadLine>
      bad;  ///< wrong checksum, no JSON, unknown schema, nothing where it refers
  std::size_t torn_bytes = 0;
};

/// Never throws on content: what cannot be used is told in `bad` and `torn_bytes`.
JournalContent parse_journal(std::string_view bytes);

/// Reads without a lock; a missing file is empty content.
JournalContent read_journal(std::filesystem::path const& file);

}  // namespace assay
