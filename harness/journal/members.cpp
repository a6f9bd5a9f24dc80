// SPDX-License-Identifier: Apache-2.0
// Finds the ends of values by their brackets and quotes.
#include "members.hpp"

#include <array>

namespace assay {
namespace {

constexpr auto npos = std::string_view::npos;

enum class Mark : unsigned char { none, quote, open, close };

constexpr std::array<Mark, 256> marks = [] {
  std::array<Mark, 256> table{};
  table['"'] = Mark::quote;
  table['{'] = table['['] = Mark::open;
  table['}'] = table[']'] = Mark::close;
  return table;
}();

Mark mark_of(char c) { return marks[static_cast<unsigned char>(c)]; }

/// Past the closing quote of the text that begins at `at`.
std::size_t end_of_text(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '"') return end_of_text(text, at);
  int depth = 0;
  while (at < text.size()) {
    switch (mark_of(text[at])) {
      case Mark::quote:
        at = end_of_text(text, at);
        continue;
      case Mark::open:
        ++depth;
        break;
      case Mark::close:
        if (depth == 0) return at;
        if (--depth == 0) return at + 1;
        break;
      case Mark::none:
        if (depth == 0 && text[at] == ',') return at;
    }
    ++at;
  }
  return text.size();
}

}  // namespace

std::string_view member(std::string_view object, std::string_view name) {
  std::size_t at = 1;
  while (at < object.size() && object[at] == '"') {
    auto const end_of_name = end_of_text(object, at);
    auto const found = object.substr(at + 1, end_of_name - at - 2);
    auto const begin = end_of_name + 1;  // behind the colon
    if (begin >= object.size()) return {};
    auto const end = end_of_value(object, begin);
    if (found == name) return object.substr(begin, end - begin);
    at = end + 1;  // behind the comma
  }
  return {};
}

std::string_view member_at(std::string_view object,
                           std::initializer_list<std::string_view> path) {
  for (auto const name : path) object = member(object, name);
  return object;
}

std::string_view first_element(std::string_view array) {
  if (array.size() < 2) return {};
  return array.substr(1, end_of_value(array, 1) - 1);
}

std::string text_of(std::string_view value) {
  if (value.size() < 2 || value.front() != '"') return std::string(value);
  if (value.find('\\') != npos) return std::string(value);
  return std::string(value.substr(1, value.size() - 2));
}

}  // namespace assay
