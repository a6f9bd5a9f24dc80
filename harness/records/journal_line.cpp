// SPDX-License-Identifier: Apache-2.0
// One pass over a line: a study of 10^5 launches is looked through in a second.
#include "journal_line.hpp"

#include <fmt/format.h>

#include <limits>

#include "common/launch_value.hpp"
#include "members.hpp"
#include "point_json.hpp"
#include "read_journal.hpp"

namespace assay {
namespace {

CheckedValue parse_checked(std::string_view object) {
  // Earlier versions did not keep the tolerance that they compared with.
  auto const within = member(object, "within");
  return {decoded_text(member(object, "name")), decoded_double(member(object, "value")),
          within.empty() ? std::numeric_limits<double>::infinity()
                         : decoded_double(within)};
}

Answer parse_answer(std::string_view result) {
  auto const measurement = first_element(member(result, "measurements"));
  if (measurement.empty()) throw MalformedError("a good record without a measurement");
  Answer answer;
  std::string_view leads;
  std::string_view metrics;
  for (Members members(measurement); auto const next = members.next();) {
    auto const& [name, value] = *next;
    if (name == "makespan_s") answer.makespans_s = decoded_doubles(value);
    if (name == "tallies") answer.tallies = value;
    if (name == "checked") answer.checked = parse_checked(value);
    if (name == "leads") leads = value;
    if (name == "metrics") metrics = value;
  }
  if (!leads.empty()) {
    auto const rate = member(member(metrics, decoded_text(leads)), "value");
    answer.makespans_s = {launch_value_of_rate(decoded_double(rate))};
  }
  if (answer.makespans_s.empty()) throw MalformedError("a good record without a time");
  return answer;
}

VerdictClass parse_verdict(std::string_view value) {
  auto const name = decoded_text(value);
  if (auto const verdict = verdict_from(name)) return *verdict;
  throw MalformedError(fmt::format("verdict '{}' is not known", name));
}

void read_member(Record& record, Member const& member_of_record) {
  auto const& [name, value] = member_of_record;
  if (name == "point") {
    record.id.point = decoded_text(value);
  } else if (name == "block") {
    record.block = decoded_int(value);
  } else if (name == "launch") {
    record.id.launch = decoded_int(value);
  } else if (name == "attempt") {
    record.id.attempt = decoded_int(value);
  } else if (name == "verdict") {
    record.verdict.of = parse_verdict(value);
  } else if (name == "disagrees") {
    record.verdict.disagrees = value == "true";
  } else if (name == "detail") {
    record.verdict.detail = decoded_text(value);
  } else if (name == "requested") {
    record.requested = parse_point(value);
  } else if (name == "started_utc") {
    record.started_utc = decoded_text(value);
  } else if (name == "wall_s") {
    record.wall_s = decoded_double(value);
  } else if (name == "slurm") {
    if (auto const job = member(value, "job"); !job.empty())
      record.job = decoded_text(job);
  } else if (name == "witness") {
    if (auto const hash = member(value, "executable_sha256"); !hash.empty())
      record.executable_sha256 = decoded_text(hash);
  } else if (name == "result") {
    record.result = value;
  }
}

Record parse_record(std::string_view line, Record::Kind kind) {
  Record record;
  record.kind = kind;
  for (Members members(line); auto const next = members.next();)
    read_member(record, *next);
  if (record.id.point.empty()) throw MalformedError("a record without its point");
  if (record.block == 0) record.block = record.id.launch;
  if (record.is_good() || record.verdict.disagrees)
    record.answer = parse_answer(record.result);
  return record;
}

Stop parse_stop(std::string_view line) {
  auto const name = decoded_text(member(line, "reason"));
  auto const reason = stop_reason_from(name);
  if (!reason) throw MalformedError(fmt::format("reason '{}' is not known", name));
  return {decoded_text(member(line, "point")), *reason,
          decoded_int(member(line, "launches"))};
}

/// Nothing where it cannot be read: the order is then drawn anew, and the plan stays.
std::optional<std::uint64_t> order_seed_in(std::string_view line) {
  try {
    return decoded_count(member(line, "order_seed"), 16, "0x");
  } catch (MalformedError const&) {
    return std::nullopt;
  }
}

StudyLine parse_study(std::string_view line) {
  StudyLine study;
  decoded_text(member(line, "study"));
  decoded_int(member(member(line, "launches"), "min"));
  study.order_seed = order_seed_in(line);
  if (auto const readings = member(line, "readings"); !readings.empty())
    study.readings = decoded_text(readings);
  auto const points = member(line, "points");
  if (points.empty()) return study;
  for (Members elements(points); auto const next = elements.next();)
    study.points.insert(decoded_text(member(next->value, "point")));
  return study;
}

JournalLine parse_known(std::string_view line) {
  auto const kind = decoded_text(member(line, "kind"));
  if (kind == "record") return parse_record(line, Record::Kind::record);
  if (kind == "probe") return parse_record(line, Record::Kind::probe);
  if (kind == "stop") return parse_stop(line);
  if (kind == "manifest") return ManifestLine{decoded_text(member(line, "id"))};
  if (kind == "study") return parse_study(line);
  return OtherLine{kind};
}

}  // namespace

Computation computation_of(Point const& point) {
  return {point.kernel, point.samples, point.seed, point.parameters};
}

JournalLine parse_line(std::string_view line) {
  if (member(line, "schema") != std::to_string(journal_schema))
    return UnreadableLine{"is of a schema not known to this version"};
  try {
    return parse_known(line);
  } catch (MalformedError const& problem) {
    return UnreadableLine{problem.what()};
  }
}

}  // namespace assay
