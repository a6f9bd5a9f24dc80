// SPDX-License-Identifier: Apache-2.0
// A text by lines, with or without byte order mark and carriage returns.
#include "source_text.hpp"

#include <algorithm>

#include "utf8.hpp"

namespace assay {

SourceText::SourceText(std::string_view text) {
  text = without_byte_order_mark(text);
  while (!text.empty()) {
    std::size_t const end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines_.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string_view SourceText::line(std::size_t number) const {
  return number >= 1 && number <= lines_.size() ? lines_[number - 1]
                                                : std::string_view{};
}

Position SourceText::position(std::size_t number, std::size_t offset) const {
  return {number, utf8_count(line(number).substr(0, offset)) + 1};
}

}  // namespace assay
