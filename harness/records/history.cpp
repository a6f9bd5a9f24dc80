// SPDX-License-Identifier: Apache-2.0
// Folds journal lines into the state of each point.
#include "history.hpp"

#include <algorithm>

#include "common/launch_value.hpp"
#include "judge/lost_launch.hpp"
#include "read_journal.hpp"

namespace assay {
namespace {

template <typename Value>
std::optional<Value> found_in(std::map<Computation, Value> const& known,
                              Point const& point) {
  auto const found = known.find(computation_of(point));
  if (found == known.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::vector<double> PointHistory::makespans_s() const {
  std::vector<double> values;
  for (auto const& [launch, value] : good_s) values.push_back(value);
  return values;
}

int PointHistory::failures() const {
  int count = 0;
  for (auto const& [launch, verdict] : settled) count += verdict != VerdictClass::ok;
  return count;
}

void History::add(JournalLine const& line) {
  if (auto const* record = std::get_if<Record>(&line)) {
    if (record->kind == Record::Kind::record) add_record(*record);
  } else if (auto const* stop = std::get_if<Stop>(&line)) {
    points_[stop->point].stopped = stop->reason;
  } else if (auto const* manifest = std::get_if<ManifestLine>(&line)) {
    manifests_.insert(manifest->id);
  }
}

PointHistory& History::add_attempt(Record const& record) {
  auto const& [point, launch, attempt] = record.id;
  records_.insert(record.id.directory_name());
  auto& history = points_[point];
  auto& attempts = history.attempts[launch];
  attempts = std::max(attempts, attempt);
  history.wall_s += record.wall_s;
  ++history.walls;
  ++walls_;
  wall_s_ += record.wall_s;
  double const core_seconds = record.wall_s * record.requested.cores();
  core_seconds_ += core_seconds;
  by_nodes_[record.requested.nodes] += core_seconds;
  return history;
}

void History::add_record(Record const& record) {
  int const launch = record.id.launch;
  auto const verdict = record.verdict.of;
  auto& history = add_attempt(record);
  if (verdict == VerdictClass::interrupted) return;
  if (is_loss(verdict) && ++history.losses[launch] < most_losses) return;
  history.settled[launch] = verdict;
  if (!record.answer) return;
  history.good_s[launch] = launch_value_s(record.answer->makespans_s);
  if (history.executable_sha256.empty())
    history.executable_sha256 = record.executable_sha256;
  add_answer(computation_of(record.requested), *record.answer);
}

void History::add_answer(Computation const& computation, Answer const& answer) {
  tallies_.try_emplace(computation, answer.tallies);
  if (answer.checked) checked_.try_emplace(computation, answer.checked->value);
}

PointHistory const& History::of(std::string const& point) const {
  static PointHistory const none;
  auto const found = points_.find(point);
  return found == points_.end() ? none : found->second;
}

std::optional<std::string> History::expected_tallies(Point const& point) const {
  return found_in(tallies_, point);
}

std::optional<double> History::expected_value(Point const& point) const {
  return found_in(checked_, point);
}

History read_history(std::string_view journal) {
  History history;
  for (auto const& line : parse_raw(journal).lines) history.add(parse_line(line.text));
  return history;
}

}  // namespace assay
