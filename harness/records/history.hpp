// SPDX-License-Identifier: Apache-2.0
// What the journal already knows of each point: resume is reading it again.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answers.hpp"
#include "journal_line.hpp"

namespace assay {

/// What a launch gave whose answer is not that of most.
struct Withheld {
  std::size_t answer = 0;
  double value_s = 0;
};

struct PointHistory {
  std::map<int, int> attempts;  ///< launch -> attempts so far
  std::map<int, VerdictClass>
      settled;                ///< launch -> its last verdict that is not `interrupted`
  std::map<int, int> losses;  ///< launch -> attempts that the scheduler lost
  std::map<int, int> disturbed;       ///< launch -> attempts that others disturbed
  std::map<int, double> good_s;       ///< launch -> its value
  std::map<int, int> blocks;          ///< settled launch -> its block in all journals
  std::map<int, Withheld> withheld;   ///< launch -> its value, which does not count
  std::set<int> without_answer;       ///< good launches that gave nothing to compare
  double wall_s = 0;                  ///< of all attempts
  int walls = 0;                      ///< attempts summed in wall_s
  std::optional<StopReason> stopped;  ///< of the last `stop` line
  std::string executable_sha256;      ///< of the first measured launch of a program

  std::vector<double> makespans_s() const;
  int failures() const;            ///< settled, neither good nor disturbed
  int disturbed_launches() const;  ///< settled without a quiet attempt
};

class History {
 public:
  /// Takes what a line of the journal says of launches and their points.
  void add(JournalLine const& line);

  PointHistory const& of(std::string const& point) const;

  /// The tallies that count for this computation, as their text.
  std::optional<std::string> agreed_tallies(Point const& point) const;

  /// Why the next attempt of that launch is no measurement with that answer, or empty.
  std::string disagreement(AttemptId const& id, Point const& point,
                           Answer const& answer) const;

  bool has_record(AttemptId const& id) const;
  bool has_manifest(std::string const& id) const { return manifests_.count(id) != 0; }
  /// The largest number of a block in a record.
  int last_block() const { return last_block_; }
  /// Of the last start of the study.
  std::optional<std::uint64_t> order_seed() const { return order_seed_; }
  /// readings_key() of what was measured last; empty where no start said it.
  std::string const& readings() const { return readings_; }
  double core_seconds() const { return core_seconds_; }  ///< of all attempts
  /// Of all attempts, by their number of nodes.
  std::map<int, double> const& core_seconds_by_nodes() const { return by_nodes_; }
  double wall_s() const { return wall_s_; }  ///< the same
  int walls() const { return walls_; }       ///< attempts summed in wall_s

 private:
  struct Asked {
    Answers answers;
    std::optional<std::size_t> counts{};  ///< the answer of all that is in good_s
  };

  PointHistory& add_attempt(Record const& record);
  void add_record(Record const& record);
  int number_of_block(Record const& record);
  void add_answer(Record const& record);
  void settle(Asked& asked);
  static std::optional<std::size_t> earlier_answer(PointHistory const& history,
                                                   int launch, Asked const& asked);

  std::map<std::string, PointHistory> points_;
  std::map<Computation, Asked> asked_;
  std::set<std::string> planned_;  ///< points of the latest start
  std::optional<std::uint64_t> order_seed_;
  std::string readings_;
  int last_block_ = 0;
  std::map<std::pair<std::string, int>, int> blocks_;  ///< of each job, counted
  std::set<std::string> manifests_;
  std::set<std::string> records_;  ///< by their identity()
  double core_seconds_ = 0;
  std::map<int, double> by_nodes_;
  double wall_s_ = 0;
  int walls_ = 0;
};

/// What the bytes of a journal say. Lines that cannot be read are passed over.
History read_history(std::string_view journal);

}  // namespace assay
