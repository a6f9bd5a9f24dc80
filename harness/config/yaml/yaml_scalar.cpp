// SPDX-License-Identifier: Apache-2.0
// Which of YAML's many ways to write a text a study may use: one line, plain or quoted.
#include "yaml_scalar.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace assay {
namespace {

/// Whether the quote that `written` begins with is closed on the same line.
bool closes_on_line(std::string_view written) {
  char const quote = written.front();
  for (std::size_t i = 1; i < written.size(); ++i) {
    if (quote == '"' && written[i] == '\\')
      ++i;
    else if (written[i] == quote) {
      if (quote == '"' || !written.substr(i + 1).starts_with(quote)) return true;
      ++i;
    }
  }
  return false;
}

bool starts_with_quote(std::string_view written) {
  return written.starts_with('"') || written.starts_with('\'');
}

bool has_control(std::string_view text) {
  while (!text.empty()) {
    auto const character =
        text.substr(0, std::max<std::size_t>(1, utf8_character(text)));
    if (is_control(character) || character == "\t") return true;
    text.remove_prefix(character.size());
  }
  return false;
}

}  // namespace

bool leaves_quote_open(std::string_view written, bool quoted) {
  return quoted && starts_with_quote(written) && !closes_on_line(written);
}

std::string scalar_fault(std::string_view written, std::string_view text, bool quoted) {
  if (quoted && !starts_with_quote(written))
    return "a block of text ('|' or '>') is not supported. Write the value on one "
           "line; quote a comparison";
  if (!quoted && !written.starts_with(text))
    return "a value that goes on in the next line is not supported (a ':' may be "
           "missing, or the indentation be wrong). Write it on one line";
  return has_control(text)
             ? "an escape in this text stands for a control character. Remove it"
             : "";
}

}  // namespace assay
