// SPDX-License-Identifier: Apache-2.0
// What a text must be before a YAML parser sees it.
#include "text_guard.hpp"

#include <fmt/format.h>

#include <utility>

#include "text/source_text.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::string control_message(unsigned char byte) {
  if (byte == '\r')
    return "a carriage return stands without a line feed (an old Mac line end). Save "
           "the file with line feeds";
  return fmt::format(
      "control character 0x{:02x} (it hides what the file says). Remove it", byte);
}

/// What is wrong with the first character of `rest`; empty where nothing is.
std::string character_fault(std::string_view rest) {
  std::size_t const length = utf8_character(rest);
  if (length == 0)
    return fmt::format("byte 0x{:02x} is not UTF-8. Save the file as UTF-8",
                       static_cast<unsigned char>(rest[0]));
  if (is_control(rest.substr(0, length)))
    return control_message(static_cast<unsigned char>(rest[length - 1]));
  return "";
}

/// Reports the first wrong character of a line; one is enough to find the others.
void check_characters(SourceText const& source, std::size_t number,
                      Problems& problems) {
  std::string_view const line = source.line(number);
  for (std::size_t at = 0; at < line.size(); at += utf8_character(line.substr(at))) {
    std::string fault = character_fault(line.substr(at));
    if (!fault.empty())
      return problems.add(source.position(number, at), std::move(fault));
  }
}

void check_indentation(SourceText const& source, std::size_t number,
                       Problems& problems) {
  std::string_view const line = source.line(number);
  std::size_t const content = line.find_first_not_of(" \t");
  if (content == std::string_view::npos || line[content] == '#') return;
  std::size_t const tab = line.substr(0, content).find('\t');
  if (tab != std::string_view::npos)
    problems.add(
        source.position(number, tab),
        "a tab indents this line (YAML allows spaces only). Replace it by spaces");
}

void check_line(SourceText const& source, std::size_t number, Problems& problems) {
  std::string_view const line = source.line(number);
  if (line.starts_with('%'))
    return problems.add(
        {number, 1},
        "a YAML directive ('%' at the start of a line) is not supported. Remove it");
  check_indentation(source, number, problems);
  check_characters(source, number, problems);
}

bool is_utf16(std::string const& text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

}  // namespace

void check_text(std::string const& text, Problems& problems) {
  if (text.size() > study_bytes_at_most)
    return problems.add(
        {},
        fmt::format(
            "{} bytes are too many for a study (at most {}). Is this the right file?",
            text.size(), study_bytes_at_most));
  if (is_utf16(text))
    return problems.add({1, 1}, "the file is UTF-16 text. Save it as UTF-8");
  SourceText const source(text);
  for (std::size_t number = 1; number <= source.line_count(); ++number)
    check_line(source, number, problems);
}

}  // namespace assay
