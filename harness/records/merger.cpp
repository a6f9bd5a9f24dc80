// SPDX-License-Identifier: Apache-2.0
// Decides on decoded lines, and copies their text: it stays as its writer checked it.
#include "merger.hpp"

#include <fmt/format.h>

#include <cmath>

#include "common/json.hpp"
#include "journal.hpp"

namespace assay {
namespace {

/// Equal for lines that say the same; empty for kinds that are not taken over.
struct Identity {
  std::string operator()(Record const& record) const {
    auto const* const kind = record.kind == Record::Kind::record ? "record" : "probe";
    return fmt::format("{} {} {}", kind, record.id.directory_name(),
                       record.started_utc);
  }
  std::string operator()(Stop const& stop) const {
    return fmt::format("stop {} {} {}", stop.point, to_string(stop.reason),
                       stop.launches);
  }
  std::string operator()(ManifestLine const& manifest) const {
    return "manifest " + manifest.id;
  }
  std::string operator()(OtherLine const&) const { return {}; }
  std::string operator()(UnreadableLine const&) const { return {}; }
};

std::string launch_of(Record const& record) {
  return fmt::format("{} {}", record.id.point, record.id.launch);
}

Record const* good_record(JournalLine const& line) {
  auto const* record = std::get_if<Record>(&line);
  return record != nullptr && record->is_good() ? record : nullptr;
}

std::string as_wrong(std::string_view record, std::string const& detail) {
  auto value = parse_json(record);
  value["verdict"] = to_string(VerdictClass::wrong_answer);
  value["detail"] = detail;
  auto line = journal_line(std::move(value));
  line.pop_back();  // the newline
  return line;
}

}  // namespace

void Merger::know(JournalLine const& line) {
  auto key = std::visit(Identity{}, line);
  if (!key.empty()) known_.insert(std::move(key));
  if (auto const* record = good_record(line)) know_good(*record);
}

void Merger::know_good(Record const& record) {
  good_.insert(launch_of(record));
  answers_.try_emplace(
      computation_of(record.requested),
      KnownAnswer{std::string(record.answer->tallies), record.answer->checked});
}

std::optional<std::string> Merger::take(std::string_view text) {
  auto const line = parse_line(text);
  auto const key = std::visit(Identity{}, line);
  if (key.empty() || known_.count(key) != 0) return std::nullopt;
  if (auto const* record = good_record(line)) {
    if (good_.count(launch_of(*record)) != 0) return std::nullopt;
    if (auto const why = disagreement(*record); !why.empty()) {
      known_.insert(key);
      return as_wrong(text, why);
    }
  }
  know(line);
  return std::string(text);
}

std::string Merger::disagreement(Record const& record) const {
  auto const first = answers_.find(computation_of(record.requested));
  if (first == answers_.end()) return {};
  auto const& mine = *record.answer;
  auto const& theirs = first->second;
  if (mine.checked && theirs.checked) {
    double const difference = std::abs(mine.checked->value - theirs.checked->value);
    double const within = tolerance_of(record.requested.kernel);
    if (difference <= within * std::abs(theirs.checked->value)) return {};
    return fmt::format("{} is {:.12g} where other points have {:.12g}",
                       mine.checked->name, mine.checked->value, theirs.checked->value);
  }
  if (mine.tallies == theirs.tallies) return {};
  return fmt::format("tallies {} where other points have {}", mine.tallies,
                     theirs.tallies);
}

double Merger::tolerance_of(std::string const& program) const {
  auto const within = within_.find(program);
  return within == within_.end() ? 0 : within->second;
}

}  // namespace assay
