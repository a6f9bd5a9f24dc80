// SPDX-License-Identifier: Apache-2.0
// The lines of a journal, decoded once: what stands behind this reader is no JSON.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "judge/attempt_result.hpp"
#include "judge/verdict.hpp"
#include "model/point.hpp"
#include "plan/stop_rule.hpp"
#include "read_journal.hpp"

namespace assay {

/// What is sampled, whatever computes it: its answer is the same wherever it is asked.
struct Computation {
  std::string kernel;
  std::uint64_t samples = 0;
  std::uint64_t seed = 0;
  ParameterValues parameters;

  // What the compiler makes of it. NOLINTNEXTLINE(modernize-use-nullptr)
  auto operator<=>(Computation const&) const = default;
};

Computation computation_of(Point const& point);

/// What a launch that ran as asked came to.
struct Answer {
  std::vector<double> makespans_s;  ///< of a rate that leads, launch_value_of_rate()
  std::string_view tallies;         ///< as the worker's JSON has them, names in order
  std::optional<CheckedValue> checked;
};

/// One finished attempt, or the probe of a geometry.
struct Record {
  enum class Kind { record, probe };
  Kind kind = Kind::record;
  AttemptId id;
  int block = 0;  ///< counts over all starts of a study; of a probe 0
  Verdict verdict;
  Point requested;
  std::string started_utc;
  double wall_s = 0;
  std::string job;                ///< of a scheduler; empty outside of one
  std::string executable_sha256;  ///< of a program, as its witness saw it
  std::string_view world;         ///< of its result, as it stands; empty for none
  std::string_view shared;        ///< ids of the lines that it refers to, as they stand
  /// Of a record that is `ok`, or would be but for an answer that others do not have.
  std::optional<Answer> answer;

  bool is_good() const {
    return kind == Kind::record && verdict.of == VerdictClass::ok;
  }
  /// Equal for lines of the same attempt: jobs that know nothing of each other count
  /// theirs alike, but do not begin them at the same moment.
  std::string identity() const { return id.directory_name() + ' ' + started_utc; }
};

/// That a point has ended.
struct Stop {
  std::string point;
  StopReason reason = StopReason::ci;
  int launches = 0;
};

struct ManifestLine {
  std::string id;
};

/// What records have in common.
struct SharedLine {
  std::string id;
};

/// A start of the study: the ids of the points that it planned.
struct StudyLine {
  std::set<std::string> points;
  std::optional<std::uint64_t> order_seed{};
  std::string readings{};  ///< readings_key() of its programs; earlier ones say none
};

/// Of a kind that decides nothing when a study goes on: `left_out`, and those of later
/// versions.
struct OtherLine {
  std::string kind;
};

struct UnreadableLine {
  std::string why;
};

using JournalLine = std::variant<Record, Stop, ManifestLine, SharedLine, StudyLine,
                                 OtherLine, UnreadableLine>;

/// The id of a `shared` line; empty for all others.
std::string shared_id(std::string_view line);

/// Decodes lines that have the right checksum. What they hold as std::string_view is of
/// the line or of this reader, which have to outlive them.
class LineReader {
 public:
  LineReader() = default;
  /// Knows what this journal's records share, wherever in it that stands.
  explicit LineReader(RawJournal const& raw);
  LineReader(LineReader const&) = delete;
  LineReader& operator=(LineReader const&) = delete;

  /// Takes a `shared` line; nothing where it is another.
  void learn(std::string_view line);

  JournalLine read(std::string_view line);

 private:
  /// A record as far as it is read.
  struct Draft {
    Record record;
    bool is_measured = false;
    std::string_view makespan_s, tallies, checked, leads, metrics;  ///< if it is
  };

  static void read_record_member(Draft& draft, std::string_view name,
                                 std::string_view value);
  static void read_result(Draft& draft, std::string_view result);
  static Answer answer_of(Draft const& draft);
  JournalLine read_known(std::string_view line);
  Record read_record(std::string_view line, Record::Kind kind);
  Draft const& draft_of(std::string_view ids);

  std::map<std::string, std::string, std::less<>> shared_;  ///< id -> value
  std::uint64_t shared_bytes_ = 0;                          ///< that were packed
  std::map<std::string, Draft, std::less<>> drafts_;        ///< ids -> what they say
};

}  // namespace assay
