// SPDX-License-Identifier: Apache-2.0
// Says in plain words what a YAML parser's error comes from, and where.
#include "yaml_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "brackets.hpp"
#include "text/utf8.hpp"

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

/// Where a line starts that should hold `key: value` and has no colon; column 0 for
/// other lines.
Position missing_colon(SourceText const& source, std::size_t line) {
  std::string_view const text = source.line(line);
  std::size_t const start = text.find_first_not_of(' ');
  bool const plain = start != std::string_view::npos &&
                     word_characters.find(text[start]) != std::string_view::npos;
  return plain && text.find(':') == std::string_view::npos
             ? source.position(line, start)
             : Position{};
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
           "which a backslash is a backslash";
  if (says(reason, "alias") || says(reason, "referenced anchor"))
    return "a plain '*' starts an alias in YAML. Quote the text";
  if (says(reason, "anchor"))
    return "a plain '&' starts an anchor in YAML. Quote the text";
  return "";
}

/// What a structure that the parser did not expect at this byte comes from.
std::string explain_structure(std::string_view line, std::size_t byte,
                              std::string const& reason) {
  bool const first =
      line.substr(0, byte).find_first_not_of(" -") == std::string_view::npos;
  if (says(reason, "illegal block entry") && !first)
    return "a '- ' list cannot start behind a key. Put it on lines of its own, or "
           "write [a, b]";
  if (says(reason, "illegal map value"))
    return line.find(": ") < byte
               ? "a second ': ' on one line. Quote a text that holds a colon"
               : "this line does not continue the one above. Indent the keys of a "
                 "mapping alike";
  bool const structure = says(reason, "end of map not found") ||
                         says(reason, "end of sequence not found") ||
                         says(reason, "illegal block entry") ||
                         says(reason, "illegal map key") ||
                         says(reason, "unexpected scalar");  // since yaml-cpp 0.9
  if (!structure) return "";
  return first ? "this line fits nothing above it. Indent the keys of a mapping alike, "
                 "and write 'key: value'"
               : "this text follows a value that is already complete. Quote the whole "
                 "value, or remove the rest";
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
  std::size_t const above = content_line_above(source, line);
  for (std::size_t const suspect : {line, above})
    if (Position const at = missing_space(source, suspect); at.column != 0)
      return {at, no_space_message};
  if (auto const fault = find_bracket_fault(source)) return {fault->at, fault->message};
  std::string_view const text = source.line(line);
  std::size_t const byte = std::min(column > 0 ? column - 1 : 0, text.size());
  Position const at = line > 0 ? source.position(line, byte) : Position{};
  if (auto message = explain_character(text.substr(byte), reason); !message.empty())
    return {at, message};
  for (std::size_t const suspect : {line, above})
    if (Position const start = missing_colon(source, suspect); start.column != 0)
      return {start, "no colon in this line. Write 'key: value'"};
  auto message = explain_structure(text, byte, reason);
  if (message.empty())
    message = fmt::format("not YAML: {}. Correct the syntax here", reason);
  return {at, message};
}

}  // namespace assay
