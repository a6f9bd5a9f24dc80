// SPDX-License-Identifier: Apache-2.0
// The lines of a journal, decoded once: what stands behind this reader is no JSON.
#pragma once

#include <compare>
#include <cstdint>
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
  std::string job;                ///< of Slurm; empty outside of one
  std::string executable_sha256;  ///< of a program, as its witness saw it
  std::string_view result;        ///< of the worker, as it stands; empty for none
  /// Of a record that is `ok`, or would be but for an answer that others do not have.
  std::optional<Answer> answer;

  bool is_good() const {
    return kind == Kind::record && verdict.of == VerdictClass::ok;
  }
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

using JournalLine =
    std::variant<Record, Stop, ManifestLine, StudyLine, OtherLine, UnreadableLine>;

/// Decodes a line that has the right checksum. What it holds as std::string_view is
/// `line`, which has to outlive it.
JournalLine parse_line(std::string_view line);

}  // namespace assay
