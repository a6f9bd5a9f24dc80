// SPDX-License-Identifier: Apache-2.0
#include "study_journals.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "members.hpp"
#include "read_journal.hpp"
#include "record.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

fs::path journal_in(fs::path const& directory) { return directory / "journal.jsonl"; }

int nodes_of(std::string const& group) {
  int nodes = 0;
  if (group.size() > 1)
    std::from_chars(group.data() + 1, group.data() + group.size(), nodes);
  return nodes;
}

Json value_of(std::string_view line) {
  auto value = try_parse_json(line);
  if (!value.is_object()) return nullptr;
  value.erase("schema");
  value.erase("crc32");
  return value;
}

/// Null where `object` is none, or has no such member: somebody else may have written
/// it.
Json value_in(Json const& object, char const* name) {
  return object.is_object() ? object.value(name, Json()) : Json();
}

bool is_study(std::string_view line) { return member(line, "kind") == R"("study")"; }

/// A line of a study, as it stands and decoded.
struct ReadStudy {
  Json line;
  PlannedStudy planned;
};

/// Nothing where it is of no study, or of one that cannot be read.
std::optional<ReadStudy> study_of(std::string_view line) {
  if (!is_study(line)) return std::nullopt;
  auto value = value_of(line);
  try {
    auto planned = planned_study(value);
    return ReadStudy{std::move(value), std::move(planned)};
  } catch (MalformedError const&) {
    return std::nullopt;
  }
}

std::optional<ReadStudy> last_study(RawJournal const& raw) {
  for (auto line = raw.lines.rbegin(); line != raw.lines.rend(); ++line)
    if (auto study = study_of(line->text)) return study;
  return std::nullopt;
}

void add_bad(std::vector<BadLineOf>& all, fs::path const& file,
             std::vector<BadLine> const& bad) {
  for (auto const& line : bad) all.push_back({file, line});
}

void add_line(StudyJournals& journals, JournalLine const& line) {
  journals.history.add(line);
  auto const* record = std::get_if<Record>(&line);
  if (record == nullptr || record->kind == Record::Kind::probe) return;
  if (record->verdict.of != VerdictClass::ok)
    journals.failures[{record->id.point, record->id.launch}] = record->verdict.detail;
}

/// Calls `visit` with each line that can be read, decoded and as it stands; the others
/// are reported.
template <typename Visit>
void for_each_line(RawJournal const& raw, fs::path const& file,
                   std::vector<BadLineOf>& bad, Visit const& visit) {
  add_bad(bad, file, raw.bad);
  for (auto const& [number, text] : raw.lines) {
    auto const line = parse_line(text);
    if (auto const* unreadable = std::get_if<UnreadableLine>(&line)) {
      bad.push_back({file, {number, unreadable->why}});
    } else {
      visit(line, text);
    }
  }
}

/// Whether a line belongs to one of these points, or to all.
bool is_of(JournalLine const& line, std::set<std::string> const& points) {
  if (auto const* record = std::get_if<Record>(&line))
    return record->kind == Record::Kind::record && points.count(record->id.point) != 0;
  if (auto const* stop = std::get_if<Stop>(&line))
    return points.count(stop->point) != 0;
  return std::holds_alternative<ManifestLine>(line);
}

}  // namespace

StudyJournals read_study_journals(fs::path const& directory) {
  StudyJournals journals;
  Merger merger;
  auto const groups = group_names(directory);
  auto const own = journal_in(directory);
  auto const bytes = read_journal_bytes(own);
  auto const raw = parse_raw(bytes);
  if (auto study = last_study(raw)) {
    journals.study = std::move(study->line);
    journals.planned = std::move(study->planned);
  }
  for_each_line(raw, own, journals.bad, [&](JournalLine const& line, auto) {
    if (!groups.empty()) merger.know(line);
    add_line(journals, line);
  });
  for (auto const& group : groups) {
    auto const file = journal_in(directory / "groups" / group);
    auto const group_bytes = read_journal_bytes(file);
    auto const group_raw = parse_raw(group_bytes);
    if (auto study = last_study(group_raw))
      journals.groups[group] = std::move(study->line);
    for_each_line(group_raw, file, journals.bad,
                  [&](JournalLine const& line, auto text) {
                    if (merger.take(text)) add_line(journals, line);
                  });
  }
  return journals;
}

std::vector<std::string> group_names(fs::path const& directory) {
  std::vector<std::string> names;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(directory / "groups", none)) {
    auto name = entry.path().filename().string();
    if (nodes_of(name) > 0) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end(), [](auto const& a, auto const& b) {
    return std::pair(nodes_of(a), a) < std::pair(nodes_of(b), b);
  });
  return names;
}

Json overall_plan(Json plan, std::map<std::string, Json> const& groups) {
  for (auto const& [name, own] : groups) {
    if (value_in(own, "text") != value_in(plan, "text")) continue;  // an earlier one
    for (auto const* part : {"points", "skipped"}) {
      auto const nodes = nodes_of(name);
      auto kept = Json::array();
      for (auto const& point : value_in(plan, part))
        if (value_in(point, "nodes") != nodes) kept.push_back(point);
      for (auto const& point : value_in(own, part)) kept.push_back(point);
      plan[part] = std::move(kept);
    }
  }
  return plan;
}

Collected collect_journals(fs::path const& directory, Json const& plan) {
  Journal journal(journal_in(directory));
  Merger merger;
  auto const own_bytes = read_journal_bytes(journal_in(directory));
  auto const own = parse_raw(own_bytes);
  for (auto const& line : own.lines) merger.know(parse_line(line.text));
  Collected collected;
  std::map<std::string, Json> plans;
  std::vector<std::string> lines;
  for (auto const& group : group_names(directory)) {
    auto const file = journal_in(directory / "groups" / group);
    auto const bytes = read_journal_bytes(file);
    auto const raw = parse_raw(bytes);
    if (auto study = last_study(raw)) plans[group] = std::move(study->line);
    for_each_line(raw, file, collected.bad, [&](auto const&, auto text) {
      if (auto taken = merger.take(text)) lines.push_back(std::move(*taken));
    });
  }
  auto const before = last_study(own);
  if (auto const whole = overall_plan(plan, plans); !before || whole != before->line)
    journal.append(whole);
  journal.append_lines(lines);
  collected.lines = lines.size();
  return collected;
}

void seed_group(fs::path const& directory, std::string const& group,
                std::vector<std::string> const& points) {
  auto const file = journal_in(directory / "groups" / group);
  Journal journal(file);
  std::set<std::string> const wanted(points.begin(), points.end());
  auto const own_bytes = read_journal_bytes(file);
  auto const own = parse_raw(own_bytes);
  Merger merger;
  for (auto const& line : own.lines) merger.know(parse_line(line.text));
  auto const bytes = read_journal_bytes(journal_in(directory));
  auto const raw = parse_raw(bytes);
  std::vector<std::string> lines;
  for (auto const& [number, text] : raw.lines) {
    if (!is_of(parse_line(text), wanted)) continue;
    if (auto taken = merger.take(text)) lines.push_back(std::move(*taken));
  }
  journal.append_lines(lines);
}

}  // namespace assay
