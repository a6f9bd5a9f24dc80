// SPDX-License-Identifier: Apache-2.0
// Several journals of one study as one: each attempt once, each launch good once.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "journal_line.hpp"

namespace assay {

/// Decides line by line, in any order and as often as it is asked, what a journal still
/// lacks. An attempt is known by its point, launch, attempt and start.
class Merger {
 public:
  /// A line that the journal has.
  void know(JournalLine const& line);

  /// Whether the journal is to have this line, which is from then on known; not where
  /// it is there, is of the kind `study` or `shared`, or is a second good record of a
  /// launch. Groups do not see each other: who reads the journal compares their answers
  /// (History).
  bool take(JournalLine const& line);

 private:
  std::unordered_set<std::string> known_;
  /// Launches, with their last good attempt: one whose answer did not count may be
  /// tried again.
  std::unordered_map<std::string, int> good_;
};

}  // namespace assay
