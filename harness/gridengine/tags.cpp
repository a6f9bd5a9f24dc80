// SPDX-License-Identifier: Apache-2.0
#include "tags.hpp"

#include <fmt/format.h>

namespace assay {

std::vector<std::string_view> pieces_between(std::string_view text,
                                             std::string_view begin,
                                             std::string_view end) {
  std::vector<std::string_view> pieces;
  for (;;) {
    auto const from = text.find(begin);
    if (from == text.npos) return pieces;
    text.remove_prefix(from + begin.size());
    auto const to = text.find(end);
    pieces.push_back(text.substr(0, to));
    if (to == text.npos) return pieces;
    text.remove_prefix(to + end.size());
  }
}

std::string text_of_tag(std::string_view text, std::string const& tag) {
  auto const found = pieces_between(text, "<" + tag + ">", "</" + tag + ">");
  return found.empty() ? "" : std::string(found.front());
}

std::string text_of_named(std::string_view text, std::string const& element,
                          std::string const& name) {
  for (auto const* quote : {"'", "\""}) {
    auto const found = pieces_between(
        text, fmt::format("<{} name={}{}{}", element, quote, name, quote),
        fmt::format("</{}>", element));
    if (found.empty()) continue;
    auto const inner = found.front().find('>');
    if (inner != std::string_view::npos)
      return std::string(found.front().substr(inner + 1));
  }
  return {};
}

}  // namespace assay
