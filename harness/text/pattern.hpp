// SPDX-License-Identifier: Apache-2.0
// Regular expressions on an engine that never goes back: the time of a search grows
// with the text and no faster, whatever the pattern.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace assay {

/// Why a text is no pattern, and what to write instead: "... . Do this".
class PatternError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the groups of a pattern took out of a line, as parts of that line.
struct Captured {
  std::string_view number;
  std::optional<std::string_view> unit{};  ///< of the group (?P<unit>...)
};

/// A regular expression in the syntax of RE2: that of Perl without back references and
/// without looking around. A pattern of ASCII alone also finds lines that are no UTF-8.
class Pattern {
 public:
  /// Throws PatternError.
  explicit Pattern(std::string const& text);

  /// Groups but the one that is called `unit`.
  int groups() const;

  bool is_in(std::string_view line) const;

  /// What the first match in `line` takes; nothing where there is none. A group that
  /// took no part is empty. groups() is 1.
  std::optional<Captured> find_in(std::string_view line) const;

 private:
  std::shared_ptr<re2::RE2 const> compiled_;
  int unit_ = 0;  ///< its group, of those counted from 1; 0: none
};

}  // namespace assay
