// SPDX-License-Identifier: Apache-2.0
// A text by lines, with or without byte order mark and carriage returns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic.hpp"

namespace assay {

/// What editors and spreadsheets may write before the first character of a text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// `text` without its byte order mark.
inline std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

/// Lines of a text that outlives this object; line ends and the byte order mark belong
/// to none.
class SourceText {
 public:
  explicit SourceText(std::string_view text);

  std::size_t line_count() const { return lines_.size(); }
  /// Line `number`, from 1; empty where there is no such line.
  std::string_view line(std::size_t number) const;
  /// The place of byte `offset` of line `number`, with the column in characters.
  Position position(std::size_t number, std::size_t offset) const;

 private:
  std::vector<std::string_view> lines_;
};

}  // namespace assay
