// SPDX-License-Identifier: Apache-2.0
// Lines of a journal as the harness writes them, for tests of those who read them.
#pragma once

#include <string>
#include <string_view>

#include "common/json.hpp"
#include "records/journal.hpp"
#include "records/journal_line.hpp"
#include "records/point_json.hpp"

namespace assay::test {

inline Point pi_point() {
  Point point;
  point.kernel = "pi";
  point.samples = 9;
  point.ranks = 2;
  point.seed = 1;
  return point;
}

struct MadeRecord {
  AttemptId id{"p"};
  std::string verdict = "ok";
  Point requested = pi_point();
  std::string started = "12:00:00.000Z";
  double wall_s = 1.5;
  std::string hits = "7";
};

inline Json record_of(MadeRecord const& made) {
  Json value{{"kind", "record"},
             {"point", made.id.point},
             {"launch", made.id.launch},
             {"attempt", made.id.attempt},
             {"verdict", made.verdict},
             {"detail", "a \"quoted\" {[word"},
             {"requested", to_json(made.requested)},
             {"argv", {"mpiexec", "x"}},
             {"started_utc", made.started},
             {"wall_s", made.wall_s}};
  value["result"]["measurements"] = {
      {{"makespan_s", {0.5, 0.25}}, {"tallies", {{"hits", made.hits}}}}};
  return value;
}

/// Without its newline.
inline std::string line_of(Json const& value) {
  auto text = journal_line(value);
  text.pop_back();
  return text;
}

inline std::string line_of(MadeRecord const& made) { return line_of(record_of(made)); }

/// A line that refers to no other, decoded; it has to outlive the answer.
inline JournalLine parse_line(std::string_view line) {
  LineReader reader;
  return reader.read(line);
}

}  // namespace assay::test
