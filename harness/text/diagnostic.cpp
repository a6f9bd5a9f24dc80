// SPDX-License-Identifier: Apache-2.0
// Shows what is wrong with the user's input: place, problem, source line, caret.
#include "diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "source_text.hpp"
#include "utf8.hpp"

namespace assay {
namespace {

constexpr std::size_t characters_before = 100;
constexpr std::size_t characters_after = 50;

/// Takes the first character (or wrong byte) off `text`.
std::string_view take_character(std::string_view& text) {
  auto const character = text.substr(0, std::max<std::size_t>(1, utf8_character(text)));
  text.remove_prefix(character.size());
  return character;
}

/// The line and the caret below it. A tab stands in both, so that they stay aligned
/// whatever its width; of a long line only the neighbourhood of the caret is shown.
std::string excerpt(std::string_view line, std::size_t column) {
  std::string shown = "    ", below = "    ";
  std::size_t const first = column > characters_before ? column - characters_before : 1;
  if (first > 1) shown += "...", below += "   ";
  for (std::size_t at = 1; !line.empty() && at <= column + characters_after; ++at) {
    auto const character = take_character(line);
    if (at < first) continue;
    shown += character == "\t" ? "\t" : printable(character);
    if (at < column) below += character == "\t" ? '\t' : ' ';
  }
  if (!line.empty()) shown += "...";
  return fmt::format("\n{}\n{}^", shown, below);
}

std::string format(Diagnostic const& diagnostic, SourceText const& source) {
  Position const at = diagnostic.at;
  std::string const file = printable(diagnostic.file, 4096);
  auto const* const what = diagnostic.severity == Severity::error ? "error" : "warning";
  if (at.line == 0) return fmt::format("{}: {}: {}", file, what, diagnostic.message);
  std::string const place = at.source == 0
                                ? fmt::format("{}:{}:{}", file, at.line, at.column)
                                : fmt::format("-D:{}", at.column);
  std::string first = fmt::format("{}: {}: {}", place, what, diagnostic.message);
  if (at.line > source.line_count()) return first;
  return first + excerpt(source.line(at.line), at.column);
}

}  // namespace

std::string format(Diagnostic const& diagnostic, std::string const& text) {
  return format(diagnostic, SourceText(text));
}

std::string format_all(std::vector<Diagnostic> const& diagnostics,
                       std::vector<std::string> const& texts) {
  std::vector<SourceText> const sources(texts.begin(), texts.end());
  std::string all;
  for (auto const& diagnostic : diagnostics) {
    if (!all.empty()) all += '\n';
    all += format(diagnostic, sources.at(diagnostic.at.source));
  }
  return all;
}

ConfigError::ConfigError(std::vector<Diagnostic> diagnostics,
                         std::vector<std::string> const& texts)
    : Error(ExitCode::usage, format_all(diagnostics, texts)),
      diagnostics_(std::move(diagnostics)) {}

}  // namespace assay
