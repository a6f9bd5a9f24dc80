// SPDX-License-Identifier: Apache-2.0
// Several journals of one study as one: each attempt once, each launch good once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace assay {

/// Decides line by line, in any order and as often as it is asked, what a journal still
/// lacks. An attempt is known by its point, launch, attempt and start.
class Merger {
 public:
  /// `within`: program -> relative tolerance of its checked value.
  explicit Merger(std::map<std::string, double> within = {})
      : within_(std::move(within)) {}

  /// A line that the journal has.
  void know(std::string_view line);

  /// The line as the journal is to have it, from then on known; nothing where it is
  /// there, is of the kind `study`, or is a second good record of a launch. Groups do
  /// not see each other, so answers are compared here: a good record that differs from
  /// the first becomes a `wrong_answer`.
  std::optional<std::string> take(std::string_view line);

 private:
  std::string disagreement(std::string_view record) const;
  std::string difference_in_value(std::string_view record,
                                  std::string_view checked) const;

  std::map<std::string, double> within_;
  std::unordered_set<std::string> known_;
  std::unordered_set<std::string> good_;        ///< launches
  std::map<std::string, std::string> answers_;  ///< what was sampled -> tallies, value
};

}  // namespace assay
