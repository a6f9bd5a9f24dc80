// SPDX-License-Identifier: Apache-2.0
// The one place that knows RE2.
#include "pattern.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "utf8.hpp"

namespace assay {
namespace {

using re2::RE2;

/// Of a pattern in bytes, and of what it is compiled to: some 10,000 instructions. Both
/// bound how long a line is searched.
constexpr std::size_t longest_pattern = 1000;
constexpr std::int64_t most_memory = std::int64_t{1} << 20;

// A part of a text is re2::StringPiece or absl::string_view, by the version of RE2.
template <typename Text, typename Piece>
Piece piece_of(bool (RE2::*)(Text, std::size_t, std::size_t, RE2::Anchor, Piece*, int)
                   const);
using Piece = decltype(piece_of(&RE2::Match));

RE2::Options options_for(std::string const& text) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(most_memory);
  bool const is_ascii = std::all_of(text.begin(), text.end(), [](char one) {
    return static_cast<unsigned char>(one) < 0x80;
  });
  if (is_ascii) options.set_encoding(RE2::Options::EncodingLatin1);
  return options;
}

/// What RE2 says, without the part of the pattern that it is about.
std::string reason_of(RE2 const& pattern) {
  auto const& error = pattern.error();
  return error.substr(0, error.find(':'));
}

std::string cure_of(RE2 const& pattern) {
  auto const part = printable(pattern.error_arg(), 20);
  switch (pattern.error_code()) {
    case RE2::ErrorBadPerlOp:
      return fmt::format(
          "'{}' looks around or is not known, and patterns here cannot do that. Write "
          "what stands beside the number outside of its group, as in 'time: (\\S+) s', "
          "and (?P<unit>...) for a group with a name",
          part);
    case RE2::ErrorBadEscape:
      return fmt::format(
          "'{}' is no escape; patterns here cannot refer back to a group. Write out "
          "what it stands for",
          part);
    case RE2::ErrorRepeatSize:
      return fmt::format("'{}' repeats more than 1000 times. Use + or *", part);
    case RE2::ErrorPatternTooLarge:
      return "it is too large once its repetitions are written out. Use + or * instead "
             "of counts";
    default:
      return reason_of(pattern) +
             ". Put a \\ before ( ) [ ] + * ? . that stand for themselves";
  }
}

std::shared_ptr<RE2 const> compile(std::string const& text) {
  if (text.size() > longest_pattern)
    throw PatternError(
        fmt::format("{} has {} characters, at most {} may stand here. "
                    "Match less around the number",
                    in_quotes(text), text.size(), longest_pattern));
  auto pattern = std::make_shared<RE2 const>(text, options_for(text));
  if (!pattern->ok())
    throw PatternError(fmt::format("{} is no regular expression: {}", in_quotes(text),
                                   cure_of(*pattern)));
  return pattern;
}

int group_of_unit(RE2 const& pattern) {
  auto const& named = pattern.NamedCapturingGroups();
  auto const found = named.find("unit");
  return found == named.end() ? 0 : found->second;
}

std::string_view view_of(Piece const& piece) {
  return piece.data() == nullptr ? std::string_view()
                                 : std::string_view(piece.data(), piece.size());
}

}  // namespace

Pattern::Pattern(std::string const& text)
    : compiled_(compile(text)), unit_(group_of_unit(*compiled_)) {}

int Pattern::groups() const {
  return compiled_->NumberOfCapturingGroups() - (unit_ > 0 ? 1 : 0);
}

bool Pattern::is_in(std::string_view line) const {
  return compiled_->Match(Piece(line.data(), line.size()), 0, line.size(),
                          RE2::UNANCHORED, nullptr, 0);
}

std::optional<Captured> Pattern::find_in(std::string_view line) const {
  std::array<Piece, 3> groups;
  int const asked = unit_ > 0 ? 3 : 2;
  if (!compiled_->Match(Piece(line.data(), line.size()), 0, line.size(),
                        RE2::UNANCHORED, groups.data(), asked))
    return std::nullopt;
  Captured captured{view_of(groups.at(unit_ == 1 ? 2 : 1))};
  if (unit_ > 0) captured.unit = view_of(groups.at(static_cast<std::size_t>(unit_)));
  return captured;
}

}  // namespace assay
