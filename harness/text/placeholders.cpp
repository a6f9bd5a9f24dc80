// SPDX-License-Identifier: Apache-2.0
// One scanner serves the check and the replacement, so that both see the same names.
#include "placeholders.hpp"

#include <stdexcept>

namespace assay {
namespace {

/// Calls `text` for literal characters and `name` for placeholders; returns the fault.
template <class Text, class Name>
std::string scan(std::string_view word, Text const& text, Name const& name) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    char const c = word[i];
    if (c != '{' && c != '}') {
      text(c);
      continue;
    }
    if (i + 1 < word.size() && word[i + 1] == c) {
      text(c);
      ++i;
      continue;
    }
    auto const end = word.find('}', i);
    if (c == '}' || end == word.npos)
      return "has a brace without its partner. Write {{ or }} for a brace itself";
    if (end == i + 1) return "has an empty placeholder. Write {{}} for braces";
    name(std::string(word.substr(i + 1, end - i - 1)));
    i = end;
  }
  return "";
}

}  // namespace

Parsed<std::vector<std::string>> placeholders_in(std::string_view word) {
  Parsed<std::vector<std::string>> found;
  found.fault = scan(
      word, [](char) {},
      [&](std::string name) { found.value.push_back(std::move(name)); });
  return found;
}

std::string fill(std::string_view word,
                 std::map<std::string, std::string> const& values) {
  std::string filled;
  scan(
      word, [&](char c) { filled += c; },
      [&](std::string const& name) {
        auto const found = values.find(name);
        if (found == values.end())
          throw std::logic_error("no value for the placeholder " + name);
        filled += found->second;
      });
  return filled;
}

}  // namespace assay
