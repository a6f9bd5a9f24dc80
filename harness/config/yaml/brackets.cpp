// SPDX-License-Identifier: Apache-2.0
// Finds the bracket that a YAML text opens and never closes, or closes and never
// opened.
#include "brackets.hpp"

#include <fmt/format.h>

#include <vector>

namespace assay {
namespace {

/// Its column is counted only where it is told: that costs the length of the line.
struct Bracket {
  char symbol;
  std::size_t line, byte;
};

/// `line` with quoted texts and the comment blanked out, byte for byte.
std::string structure_of(std::string_view line) {
  std::string kept(line);
  char quote = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    char const c = line[i];
    bool const after_gap = i == 0 || std::string_view(" \t[{,").find(line[i - 1]) !=
                                         std::string_view::npos;
    if (quote == 0 && c == '#' && after_gap) return kept.substr(0, i);
    if (quote != 0 || ((c == '"' || c == '\'') && after_gap)) kept[i] = ' ';
    if (quote == '"' && c == '\\' && i + 1 < kept.size())
      kept[++i] = ' ';
    else if (quote == c)
      quote = 0;
    else if (quote == 0 && kept[i] != c)
      quote = c;
  }
  return kept;
}

class Pairing {
 public:
  explicit Pairing(SourceText const& source) : source_(source) {}

  std::optional<BracketFault> check_line(std::size_t number) {
    std::string const line = structure_of(source_.line(number));
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '[' || line[i] == '{') open_.push_back({line[i], number, i});
      if (line[i] != ']' && line[i] != '}') continue;
      if (auto fault = close({line[i], number, i})) return fault;
    }
    return std::nullopt;
  }

  std::optional<BracketFault> at_end() const {
    if (open_.empty()) return std::nullopt;
    char const symbol = open_.back().symbol;
    return BracketFault{
        place(open_.back()),
        fmt::format("'{}' is not closed. Add '{}'", symbol, symbol == '[' ? ']' : '}')};
  }

 private:
  Position place(Bracket const& bracket) const {
    return source_.position(bracket.line, bracket.byte);
  }

  std::optional<BracketFault> close(Bracket const& closing) {
    if (open_.empty())
      return BracketFault{place(closing), fmt::format("'{}' closes nothing. Remove it",
                                                      closing.symbol)};
    Bracket const opened = open_.back();
    open_.pop_back();
    if ((opened.symbol == '[') == (closing.symbol == ']')) return std::nullopt;
    Position const at = place(opened);
    return BracketFault{
        place(closing),
        fmt::format("'{}' does not close the '{}' of {}:{}. Use matching brackets",
                    closing.symbol, opened.symbol, at.line, at.column)};
  }

  SourceText const& source_;
  std::vector<Bracket> open_;
};

}  // namespace

std::optional<BracketFault> find_bracket_fault(SourceText const& source) {
  Pairing pairing(source);
  for (std::size_t number = 1; number <= source.line_count(); ++number)
    if (auto fault = pairing.check_line(number)) return fault;
  return pairing.at_end();
}

}  // namespace assay
