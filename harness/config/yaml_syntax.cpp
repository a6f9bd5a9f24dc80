// SPDX-License-Identifier: Apache-2.0
// Says in plain words what a YAML parser's error comes from, and where.
#include "yaml_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "brackets.hpp"
#include "utf8.hpp"

namespace assay {
namespace {

constexpr std::string_view word_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

bool says(std::string const& reason, std::string_view what) {
  return reason.find(what) != std::string::npos;
}

/// The nearest line above that holds more than space and comment; 0 for none.
std::size_t content_line_above(SourceText const& source, std::size_t line) {
  while (line > 0 && --line > 0) {
    std::string_view const text = source.line(line);
    std::size_t const content = text.find_first_not_of(' ');
    if (content != std::string_view::npos && text[content] != '#') break;
  }
  return line;
}

/// Whether only space and dashes of a list stand before this byte.
bool starts_line(std::string_view line, std::size_t column) {
  return line.substr(0, column - 1).find_first_not_of(" -") == std::string_view::npos;
}

/// What the character that the parser stumbled over says.
std::string explain_character(std::string_view rest, std::string const& reason) {
  if (says(reason, "unexpected character in block scalar"))
    return "a plain '>' or '|' starts a block of text in YAML. Quote a comparison: "
           "\">=4\"";
  if (says(reason, "unknown token"))
    return fmt::format("a plain text cannot start with {}. Quote it",
                       in_quotes(rest.substr(0, 1)));
  if (says(reason, "escape character") || says(reason, "hex number") ||
      says(reason, "invalid unicode"))
    return "this backslash starts no escape that YAML knows. Use single quotes, in "
           "which a "
           "backslash is a backslash";
  if (says(reason, "alias"))
    return "a plain '*' starts an alias in YAML. Quote the text";
  if (says(reason, "anchor"))
    return "a plain '&' starts an anchor in YAML. Quote the text";
  return "";
}

/// What a structure that the parser did not expect here comes from.
std::string explain_structure(std::string_view line, std::size_t column,
                              std::string const& reason) {
  if (says(reason, "illegal block entry") && !starts_line(line, column))
    return "a '- ' list cannot start behind a key. Put it on lines of its own, or "
           "write "
           "[a, b]";
  if (says(reason, "illegal map value") && line.find(": ") + 1 < column)
    return "a second ': ' in one line, or a line indented too deep. Quote a text that "
           "holds a "
           "colon, or indent the keys of a mapping alike";
  bool const structure = says(reason, "end of map not found") ||
                         says(reason, "end of sequence not found") ||
                         says(reason, "illegal block entry") ||
                         says(reason, "illegal map");
  if (!structure) return "";
  return starts_line(line, column) ? "this line fits nothing above it. Indent the keys "
                                     "of a mapping alike, and write "
                                     "'key: value'"
                                   : "this text follows a value that is already "
                                     "complete. Quote the whole value, or "
                                     "remove the rest";
}

}  // namespace

Position missing_space(SourceText const& source, std::size_t line) {
  std::string_view const text = source.line(line);
  std::size_t const start = text.find_first_not_of(" -");
  if (start == std::string_view::npos) return {};
  std::size_t const colon = text.find_first_not_of(word_characters, start);
  bool const is_key =
      colon != std::string_view::npos && colon > start && text[colon] == ':';
  if (!is_key || colon + 1 == text.size() || text[colon + 1] == ' ') return {};
  return source.position(line, colon + 1);
}

SyntaxError explain_syntax(SourceText const& source, std::size_t line,
                           std::size_t column, std::string const& reason) {
  for (std::size_t const suspect : {line, content_line_above(source, line)})
    if (Position const at = missing_space(source, suspect); at.column != 0)
      return {at,
              "no space behind the colon (YAML then sees one long word). Write 'key: "
              "value'"};
  if (auto const fault = find_bracket_fault(source)) return {fault->at, fault->message};
  std::string_view const text = source.line(line);
  std::size_t const byte = std::min(column > 0 ? column - 1 : 0, text.size());
  Position const at = line > 0 ? source.position(line, byte) : Position{};
  std::string message = explain_character(text.substr(byte), reason);
  if (message.empty())
    message = explain_structure(text, std::max<std::size_t>(1, byte + 1), reason);
  if (message.empty())
    message = fmt::format("not YAML: {}. Correct the syntax here", reason);
  return {at, message};
}

}  // namespace assay
