// SPDX-License-Identifier: Apache-2.0
// UTF-8 as far as messages and columns need it.
#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

unsigned byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

bool continues(std::string_view text, std::size_t length) {
  if (text.size() < length) return false;
  return std::all_of(
      text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length),
      [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; });
}

/// The second byte is what tells overlong forms, surrogates and too large code points.
bool second_byte_fits(unsigned first, unsigned second) {
  if (first == 0xE0) return second >= 0xA0;
  if (first == 0xED) return second <= 0x9F;
  if (first == 0xF0) return second >= 0x90;
  if (first == 0xF4) return second <= 0x8F;
  return true;
}

std::size_t announced_length(unsigned first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

}  // namespace

std::size_t utf8_character(std::string_view text) {
  unsigned const first = byte_at(text, 0);
  std::size_t const length = announced_length(first);
  if (length < 2) return length;
  return continues(text, length) && second_byte_fits(first, byte_at(text, 1)) ? length
                                                                              : 0;
}

std::size_t utf8_count(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count)
    text.remove_prefix(std::max<std::size_t>(1, utf8_character(text)));
  return count;
}

bool is_control(std::string_view character) {
  unsigned const first = byte_at(character, 0);
  if (character.size() == 1) return (first < 0x20 && first != '\t') || first == 0x7F;
  return first == 0xC2 && byte_at(character, 1) < 0xA0;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string shown;
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == limit) return shown + "...";
    std::size_t const length = utf8_character(text);
    auto const character = text.substr(0, std::max<std::size_t>(1, length));
    bool const hidden = length == 0 || is_control(character) || character == "\t";
    shown += hidden ? "?" : character;
    text.remove_prefix(character.size());
  }
  return shown;
}

std::string without_controls(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    std::size_t const length = utf8_character(text);
    auto const character = text.substr(0, std::max<std::size_t>(1, length));
    bool const hidden = length == 0 || (is_control(character) && character != "\n");
    shown += hidden ? "?" : character;
    text.remove_prefix(character.size());
  }
  return shown;
}

std::string printable_lines(std::string_view text, std::size_t limit) {
  std::string shown;
  auto const end = text.substr(0, limit).size();
  for (std::size_t from = 0; from <= end;) {
    auto const stop = std::min(text.find('\n', from), end);
    if (from > 0) shown += '\n';
    shown += printable(text.substr(from, stop - from), limit);
    from = stop + 1;
  }
  return end < text.size() ? shown + "..." : shown;
}

std::string in_quotes(std::string_view text) {
  return fmt::format("'{}'", printable(text));
}

}  // namespace assay
