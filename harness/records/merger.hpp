// SPDX-License-Identifier: Apache-2.0
// Several journals of one study as one: each attempt once, each launch good once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "journal_line.hpp"

namespace assay {

/// Decides line by line, in any order and as often as it is asked, what a journal still
/// lacks. An attempt is known by its point, launch, attempt and start.
class Merger {
 public:
  /// `within`: program -> relative tolerance of its checked value.
  explicit Merger(std::map<std::string, double> within = {})
      : within_(std::move(within)) {}

  /// A line that the journal has.
  void know(JournalLine const& line);

  /// The line as the journal is to have it, from then on known; nothing where it is
  /// there, is of the kind `study`, or is a second good record of a launch. Groups do
  /// not see each other, so answers are compared here: a good record that differs from
  /// the first becomes a `wrong_answer`.
  std::optional<std::string> take(std::string_view line);

 private:
  struct KnownAnswer {
    std::string tallies;
    std::optional<CheckedValue> checked;
  };

  void know_good(Record const& record);
  std::string disagreement(Record const& record) const;
  double tolerance_of(std::string const& program) const;

  std::map<std::string, double> within_;
  std::unordered_set<std::string> known_;
  std::unordered_set<std::string> good_;  ///< launches
  std::map<Computation, KnownAnswer> answers_;
};

}  // namespace assay
