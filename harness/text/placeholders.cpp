// SPDX-License-Identifier: Apache-2.0
// One scanner serves the check and the replacement, so that both see the same names.
#include "placeholders.hpp"

#include <stdexcept>
#include <utility>

namespace assay {
namespace {

/// Calls `text` for literal characters and `name`, with its place, for placeholders;
/// returns what is wrong.
template <class Text, class Name>
Placeholders scan(std::string_view word, Text const& text, Name const& name) {
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
      return {
          {}, "has a brace without its partner. Write {{ or }} for a brace itself", i};
    if (end == i + 1) return {{}, "has an empty placeholder. Write {{}} for braces", i};
    name(std::string(word.substr(i + 1, end - i - 1)), i);
    i = end;
  }
  return {};
}

}  // namespace

Placeholders placeholders_in(std::string_view text) {
  std::vector<Placeholder> value;
  auto found = scan(
      text, [](char) {},
      [&](std::string name, std::size_t offset) {
        value.push_back({std::move(name), offset});
      });
  found.value = std::move(value);
  return found;
}

std::string fill(std::string_view word,
                 std::map<std::string, std::string> const& values) {
  std::string filled;
  scan(
      word, [&](char c) { filled += c; },
      [&](std::string const& name, std::size_t) {
        auto const found = values.find(name);
        if (found == values.end())
          throw std::logic_error("no value for the placeholder " + name);
        filled += found->second;
      });
  return filled;
}

std::string fill_known(std::string text,
                       std::map<std::string, std::string> const& values) {
  for (std::size_t at = 0; (at = text.find('{', at)) != text.npos;) {
    auto const end = text.find('}', at);
    if (end == text.npos) break;
    auto const known = values.find(text.substr(at + 1, end - at - 1));
    if (known == values.end()) {
      ++at;
      continue;
    }
    text.replace(at, end - at + 1, known->second);
    at += known->second.size();
  }
  return text;
}

}  // namespace assay
