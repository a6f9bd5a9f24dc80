// SPDX-License-Identifier: Apache-2.0
// What is wrong with the user's input, and where.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "os/errors.hpp"

namespace assay {

/// A place in a text; lines and columns count from 1, 0 means "no such place".
struct Position {
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t source = 0;  ///< 0 is the file, n the n-th override of the command line
};

/// What comes of a diagnostic: nothing is launched, or somebody looks again.
enum class Severity { error, warning };

struct Diagnostic {
  std::string file;
  Position at;
  std::string message;  ///< problem (why it matters). What to do?
  Severity severity = Severity::error;
};

/// `file:line:column: error: message`, then the source line and a caret under the
/// column. `text` is the whole source; without a position only the first line is given.
/// Of an override of the command line there is one line: `-D:column: error: message`.
std::string format(Diagnostic const& diagnostic, std::string const& text);

/// Several, one below the other. `texts`: by Position::source.
std::string format_all(std::vector<Diagnostic> const& diagnostics,
                       std::vector<std::string> const& texts);

/// The user's input is wrong: every diagnostic of it, before anything is launched.
class ConfigError : public Error {
 public:
  /// `texts`: by Position::source.
  ConfigError(std::vector<Diagnostic> diagnostics,
              std::vector<std::string> const& texts);
  ConfigError(std::vector<Diagnostic> diagnostics, std::string const& text)
      : ConfigError(std::move(diagnostics), std::vector<std::string>{text}) {}
  std::vector<Diagnostic> const& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace assay
