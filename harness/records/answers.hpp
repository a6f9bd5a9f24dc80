// SPDX-License-Identifier: Apache-2.0
// Which of the answers that launches gave counts: none is right for having come first.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journal_line.hpp"

namespace assay {

/// Launches by the answer that they gave.
using Votes = std::map<std::size_t, int>;

/// The answer of more than half of the launches of more than half of the points;
/// nothing where there is none.
std::optional<std::size_t> agreed_answer(std::map<std::string, Votes> const& by_point);

/// The answers to one computation, numbered as they came.
class Answers {
 public:
  /// Equal tallies, and values within the tolerance of the check, are one answer.
  std::size_t number_of(Answer const& answer);

  /// Whether there is one: a program whose answer is not checked gives none.
  static bool is_given(Answer const& answer) {
    return answer.checked || answer.tallies != "{}";
  }

  void add(std::string const& point, std::size_t answer) { ++votes_[point][answer]; }
  /// Of a launch that was tried again.
  void withdraw(std::string const& point, std::size_t answer) {
    --votes_[point][answer];
  }

  /// That of the planned points; of all where none of these has a vote.
  std::optional<std::size_t> agreed(std::set<std::string> const& planned) const;

  /// Why a launch of `point` with that answer is no measurement; empty where most
  /// launches of most points, it among them, gave it. `earlier` is what the launch gave
  /// when it was tried before.
  std::string disagreement(std::string const& point, Answer const& answer,
                           std::optional<std::size_t> earlier,
                           std::set<std::string> const& planned) const;

  std::string const& tallies(std::size_t answer) const {
    return known_[answer].tallies;
  }
  std::map<std::string, Votes> const& votes() const { return votes_; }

 private:
  struct Known {
    std::string tallies;
    std::optional<CheckedValue> checked;
  };
  std::optional<std::size_t> find(Answer const& answer) const;
  static bool is_same(Known const& known, Answer const& answer);

  std::vector<Known> known_;
  std::map<std::string, Votes> votes_;  ///< by point
};

}  // namespace assay
