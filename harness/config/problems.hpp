// SPDX-License-Identifier: Apache-2.0
// Collects what is wrong with a file, so that all of it is told at once.
#pragma once

#include <string>
#include <vector>

#include "text/diagnostic.hpp"

namespace assay {

class Problems {
 public:
  explicit Problems(std::string file);

  void add(Position at, std::string message);
  /// What may be meant as it stands; it throws nothing.
  void warn(Position at, std::string message);
  bool none() const { return diagnostics_.empty(); }
  std::vector<Diagnostic> const& all() const { return diagnostics_; }
  std::vector<Diagnostic> const& warnings() const { return warnings_; }
  std::size_t count() const { return diagnostics_.size(); }
  /// Forgets what lies at or after `at`: it follows from what is wrong there.
  void drop_from(Position at);
  /// Throws ConfigError with everything so far in the order of the text, the first
  /// hundred at most.
  /// `texts`: by Position::source.
  void throw_if_any(std::vector<std::string> const& texts);
  void throw_if_any(std::string const& text) { throw_if_any(std::vector{text}); }

 private:
  std::string file_;
  std::vector<Diagnostic> diagnostics_, warnings_;
};

}  // namespace assay
