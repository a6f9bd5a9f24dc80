// SPDX-License-Identifier: Apache-2.0
#include "study_journals.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string_view>

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
  // Clang 14 has no std::views. NOLINTNEXTLINE(modernize-loop-convert)
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
  LineReader reader(raw);
  for (auto const& [number, text] : raw.lines) {
    auto const line = reader.read(text);
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

/// Lines that a journal lacks, as they stand in others, and before them those that they
/// refer to.
class Copy {
 public:
  explicit Copy(RawJournal const& own) {
    LineReader reader(own);
    for (auto const& line : own.lines) {
      merger_.know(reader.read(line.text));
      if (auto id = shared_id(line.text); !id.empty()) known_.insert(std::move(id));
    }
  }

  /// The next lines are of this journal.
  void begin(RawJournal const& other) {
    of_other_.clear();
    for (auto const& line : other.lines)
      if (auto id = shared_id(line.text); !id.empty())
        of_other_.try_emplace(std::move(id), line.text);
  }

  void take(JournalLine const& line, std::string_view text) {
    if (!merger_.take(line)) return;
    if (auto const* record = std::get_if<Record>(&line)) take_shared(record->shared);
    lines_.emplace_back(text);
  }

  std::size_t size() const { return lines_.size(); }

  void append_to(Journal& journal) const {
    journal.append_lines(shared_);
    journal.append_lines(lines_);
  }

 private:
  void take_shared(std::string_view ids) {
    for (Members elements(ids); auto const next = elements.next();) {
      auto id = decoded_text(next->value);
      if (auto const line = of_other_.find(id); line != of_other_.end())
        if (known_.insert(std::move(id)).second) shared_.emplace_back(line->second);
    }
  }

  Merger merger_;
  std::set<std::string> known_;  ///< ids of shared lines that the journal has
  std::map<std::string, std::string_view> of_other_;
  std::vector<std::string> shared_;
  std::vector<std::string> lines_;
};

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
    for_each_line(group_raw, file, journals.bad, [&](JournalLine const& line, auto) {
      if (merger.take(line)) add_line(journals, line);
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
  Copy copy(journal.content());
  Collected collected;
  std::map<std::string, Json> plans;
  for (auto const& group : group_names(directory)) {
    auto const file = journal_in(directory / "groups" / group);
    auto const bytes = read_journal_bytes(file);
    auto const raw = parse_raw(bytes);
    if (auto study = last_study(raw)) plans[group] = std::move(study->line);
    copy.begin(raw);
    for_each_line(raw, file, collected.bad,
                  [&](auto const& line, auto text) { copy.take(line, text); });
  }
  auto const before = last_study(journal.content());
  if (auto const whole = overall_plan(plan, plans); !before || whole != before->line)
    journal.append(whole);
  copy.append_to(journal);
  collected.lines = copy.size();
  return collected;
}

void seed_group(fs::path const& directory, std::string const& group,
                std::vector<std::string> const& points) {
  Journal journal(journal_in(directory / "groups" / group));
  std::set<std::string> const wanted(points.begin(), points.end());
  Copy copy(journal.content());
  auto const bytes = read_journal_bytes(journal_in(directory));
  auto const raw = parse_raw(bytes);
  LineReader reader(raw);
  copy.begin(raw);
  for (auto const& [number, text] : raw.lines)
    if (auto const line = reader.read(text); is_of(line, wanted)) copy.take(line, text);
  copy.append_to(journal);
}

}  // namespace assay
