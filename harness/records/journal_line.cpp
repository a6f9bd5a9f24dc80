// SPDX-License-Identifier: Apache-2.0
// One pass over a line: a study of 10^5 launches is looked through in a second.
#include "journal_line.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "common/launch_value.hpp"
#include "compact.hpp"
#include "members.hpp"
#include "packed.hpp"
#include "point_json.hpp"
#include "read_journal.hpp"

namespace assay {
namespace {

/// Unpacked, of a journal: the places of 10^7 ranks.
constexpr std::uint64_t most_shared_bytes = std::uint64_t{1} << 30;

CheckedValue parse_checked(std::string_view object) {
  // Earlier versions did not keep the tolerance that they compared with.
  auto const within = member(object, "within");
  return {decoded_text(member(object, "name")), decoded_double(member(object, "value")),
          within.empty() ? std::numeric_limits<double>::infinity()
                         : decoded_double(within)};
}

VerdictClass parse_verdict(std::string_view value) {
  auto const name = decoded_text(value);
  if (auto const verdict = verdict_from(name)) return *verdict;
  throw MalformedError(fmt::format("verdict '{}' is not known", name));
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

/// Records of schema 1, which are long, are not searched for it.
std::string_view shared_in(std::string_view line) {
  return member(line, "schema") == "1" ? std::string_view() : member(line, "shared");
}

}  // namespace

void LineReader::read_result(Draft& draft, std::string_view result) {
  for (Members members(result); auto const next = members.next();) {
    if (next->name == "world") draft.record.world = next->value;
    if (next->name != "measurements") continue;
    auto const measurement = first_element(next->value);
    draft.is_measured = draft.is_measured || !measurement.empty();
    for (Members fields(measurement); auto const field = fields.next();) {
      auto const& [name, value] = *field;
      if (name == "makespan_s") draft.makespan_s = value;
      if (name == "tallies") draft.tallies = value;
      if (name == "checked") draft.checked = value;
      if (name == "leads") draft.leads = value;
      if (name == "metrics") draft.metrics = value;
    }
  }
}

Answer LineReader::answer_of(Draft const& draft) {
  if (!draft.is_measured) throw MalformedError("a good record without a measurement");
  Answer answer;
  answer.tallies = draft.tallies;
  if (!draft.checked.empty()) answer.checked = parse_checked(draft.checked);
  if (!draft.makespan_s.empty()) answer.makespans_s = decoded_doubles(draft.makespan_s);
  if (!draft.leads.empty()) {
    auto const rate = member(member(draft.metrics, decoded_text(draft.leads)), "value");
    answer.makespans_s = {launch_value_of_rate(decoded_double(rate))};
  }
  if (answer.makespans_s.empty()) throw MalformedError("a good record without a time");
  return answer;
}

void LineReader::read_record_member(Draft& draft, std::string_view name,
                                    std::string_view value) {
  auto& record = draft.record;
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
  } else if (name == "disturbed_nodes") {
    for (Members nodes(value); auto const node = nodes.next();)
      record.verdict.nodes.insert(decoded_text(node->value));
  } else if (name == "detail") {
    record.verdict.detail = decoded_text(value);
  } else if (name == "requested") {
    record.requested = parse_point(value);
  } else if (name == "started_utc") {
    record.started_utc = decoded_text(value);
  } else if (name == "wall_s") {
    record.wall_s = decoded_double(value);
  } else if (name == "slurm" || name == "job") {
    if (auto const job = member(value, "job"); !job.empty())
      record.job = decoded_text(job);
  } else if (name == "witness") {
    if (auto const hash = member(value, "executable_sha256"); !hash.empty())
      record.executable_sha256 = decoded_text(hash);
  } else if (name == "result") {
    read_result(draft, value);
  }
}

LineReader::Draft const& LineReader::draft_of(std::string_view ids) {
  if (auto const found = drafts_.find(ids); found != drafts_.end())
    return found->second;
  Draft draft;
  for (auto const& id : shared_ids(ids)) {
    auto const value = shared_.find(id);
    if (value == shared_.end())
      throw MalformedError(
          fmt::format("refers to the shared line '{}', which is not "
                      "in this journal",
                      id));
    for (Members members(value->second); auto const one = members.next();)
      read_record_member(draft, one->name, one->value);
  }
  return drafts_.emplace(ids, std::move(draft)).first->second;
}

Record LineReader::read_record(std::string_view line, Record::Kind kind) {
  auto const shared = shared_in(line);
  auto draft = draft_of(shared);
  for (Members members(line); auto const next = members.next();)
    read_record_member(draft, next->name, next->value);
  auto& record = draft.record;
  record.kind = kind;
  record.shared = shared;
  if (record.id.point.empty()) throw MalformedError("a record without its point");
  if (record.block == 0) record.block = record.id.launch;
  if (record.is_good() || record.verdict.disagrees) record.answer = answer_of(draft);
  return std::move(record);
}

JournalLine LineReader::read_known(std::string_view line) {
  auto const kind = decoded_text(member(line, "kind"));
  if (kind == "record") return read_record(line, Record::Kind::record);
  if (kind == "probe") return read_record(line, Record::Kind::probe);
  if (kind == "stop") return parse_stop(line);
  if (kind == "manifest") return ManifestLine{decoded_text(member(line, "id"))};
  if (kind == "study") return parse_study(line);
  if (kind != "shared") return OtherLine{kind};
  learn(line);
  return SharedLine{shared_id(line)};
}

Computation computation_of(Point const& point) {
  return {point.kernel, point.samples, point.seed, point.parameters};
}

std::string shared_id(std::string_view line) {
  if (member(line, "kind") != R"("shared")") return {};
  auto const id = member(line, "id");
  return id.size() < 2 ? std::string() : std::string(id.substr(1, id.size() - 2));
}

LineReader::LineReader(RawJournal const& raw) {
  for (auto const& line : raw.lines) {
    try {
      learn(line.text);
    } catch (MalformedError const&) {
      // read() says what is wrong with it, and with those who refer to it.
    }
  }
}

void LineReader::learn(std::string_view line) {
  auto id = shared_id(line);
  if (id.empty() || shared_.count(id) != 0) return;
  auto const packed = member(line, "packed");
  if (!packed.empty() && packed_bytes(packed) > most_shared_bytes - shared_bytes_)
    throw MalformedError("shared lines of more than 1 GiB");
  auto value = shared_value(line);
  if (!packed.empty()) shared_bytes_ += value.size();
  shared_.emplace(std::move(id), std::move(value));
}

JournalLine LineReader::read(std::string_view line) {
  if (!is_known_schema(member(line, "schema")))
    return UnreadableLine{"is of a schema not known to this version"};
  try {
    return read_known(line);
  } catch (MalformedError const& problem) {
    return UnreadableLine{problem.what()};
  }
}

}  // namespace assay
