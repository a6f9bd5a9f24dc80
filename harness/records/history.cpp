// SPDX-License-Identifier: Apache-2.0
// Folds journal lines into the state of each point.
#include "history.hpp"

#include <algorithm>

#include "common/launch_value.hpp"
#include "judge/disturbance.hpp"
#include "judge/lost_launch.hpp"
#include "read_journal.hpp"

namespace assay {
namespace {

void withhold(PointHistory& history, std::size_t answer) {
  std::erase_if(history.good_s, [&](auto const& good) {
    auto const& [launch, value_s] = good;
    if (history.without_answer.count(launch) != 0) return false;
    history.withheld[launch] = {answer, value_s};
    history.settled[launch] = VerdictClass::wrong_answer;
    return true;
  });
}

void release(PointHistory& history, std::size_t answer) {
  std::erase_if(history.withheld, [&](auto const& withheld) {
    auto const& [launch, given] = withheld;
    if (given.answer != answer) return false;
    history.good_s[launch] = given.value_s;
    history.settled[launch] = VerdictClass::ok;
    return true;
  });
}

/// Whether a launch that was just disturbed is tried again.
bool goes_on(PointHistory& history, int launch) {
  int const attempts = ++history.disturbed[launch];
  int all = 0;
  for (auto const& [other, count] : history.disturbed) all += count;
  return may_try_again(attempts, all, static_cast<int>(history.good_s.size()));
}

}  // namespace

std::vector<double> PointHistory::makespans_s() const {
  std::vector<double> values;
  for (auto const& [launch, value] : good_s) values.push_back(value);
  return values;
}

int PointHistory::failures() const {
  int count = 0;
  for (auto const& [launch, verdict] : settled) count += is_failure(verdict);
  return count;
}

int PointHistory::disturbed_launches() const {
  int count = 0;
  for (auto const& [launch, verdict] : settled)
    count += verdict == VerdictClass::disturbed;
  return count;
}

void History::add(JournalLine const& line) {
  if (auto const* record = std::get_if<Record>(&line)) {
    if (record->kind == Record::Kind::record) add_record(*record);
  } else if (auto const* stop = std::get_if<Stop>(&line)) {
    points_[stop->point].stopped = stop->reason;
  } else if (auto const* manifest = std::get_if<ManifestLine>(&line)) {
    manifests_.insert(manifest->id);
  } else if (auto const* study = std::get_if<StudyLine>(&line)) {
    planned_ = study->points;
    if (study->order_seed) order_seed_ = study->order_seed;
    if (!study->readings.empty()) readings_ = study->readings;
    for (auto& [computation, asked] : asked_) settle(asked);
  }
}

PointHistory& History::add_attempt(Record const& record) {
  auto const& [point, launch, attempt] = record.id;
  last_block_ = std::max(last_block_, record.block);
  auto& history = points_[point];
  auto& attempts = history.attempts[launch];
  attempts = std::max(attempts, attempt);
  history.wall_s += record.wall_s;
  ++history.walls;
  ++walls_;
  wall_s_ += record.wall_s;
  double const core_seconds = record.wall_s * record.requested.cores();
  core_seconds_ += core_seconds;
  by_nodes_[record.requested.nodes_of_job()] += core_seconds;
  return history;
}

void History::add_record(Record const& record) {
  // A file system that lost an answer may write a line again.
  if (!records_.insert(record.identity()).second) return;
  int const launch = record.id.launch;
  auto const verdict = record.verdict.of;
  auto& history = add_attempt(record);
  if (verdict == VerdictClass::interrupted) return;
  if (is_loss(verdict) && ++history.losses[launch] < most_losses) return;
  if (verdict == VerdictClass::disturbed && goes_on(history, launch)) return;
  history.settled[launch] = verdict;
  history.blocks[launch] = number_of_block(record);
  if (!record.answer) return;
  if (history.executable_sha256.empty())
    history.executable_sha256 = record.executable_sha256;
  add_answer(record);
}

/// Each job counts its blocks from 1.
int History::number_of_block(Record const& record) {
  auto const next = static_cast<int>(blocks_.size());
  return blocks_.try_emplace({record.job, record.block}, next).first->second;
}

void History::add_answer(Record const& record) {
  auto const& [point, launch, attempt] = record.id;
  auto& history = points_[point];
  auto& asked = asked_[computation_of(record.requested)];
  if (auto const earlier = earlier_answer(history, launch, asked))
    asked.answers.withdraw(point, *earlier);
  double const value_s = launch_value_s(record.answer->makespans_s);
  history.good_s.erase(launch);
  history.withheld.erase(launch);
  history.without_answer.erase(launch);
  if (!Answers::is_given(*record.answer)) {
    history.without_answer.insert(launch);
    history.good_s[launch] = value_s;
    return;
  }
  auto const answer = asked.answers.number_of(*record.answer);
  asked.answers.add(point, answer);
  history.withheld[launch] = {answer, value_s};
  history.settled[launch] = VerdictClass::wrong_answer;
  settle(asked);
  if (asked.counts) release(history, *asked.counts);
}

std::optional<std::size_t> History::earlier_answer(PointHistory const& history,
                                                   int launch, Asked const& asked) {
  auto const withheld = history.withheld.find(launch);
  if (withheld != history.withheld.end()) return withheld->second.answer;
  bool const counts =
      history.good_s.count(launch) != 0 && history.without_answer.count(launch) == 0;
  return counts ? asked.counts : std::nullopt;
}

// Where another answer counts than before, the launches of every point are looked at
// again.
void History::settle(Asked& asked) {
  auto const agreed = asked.answers.agreed(planned_);
  if (agreed == asked.counts) return;
  for (auto const& [point, votes] : asked.answers.votes()) {
    if (asked.counts) withhold(points_[point], *asked.counts);
    if (agreed) release(points_[point], *agreed);
  }
  asked.counts = agreed;
}

bool History::has_record(AttemptId const& id) const {
  auto const begin = id.directory_name() + ' ';
  auto const found = records_.lower_bound(begin);
  return found != records_.end() && found->starts_with(begin);
}

PointHistory const& History::of(std::string const& point) const {
  static PointHistory const none;
  auto const found = points_.find(point);
  return found == points_.end() ? none : found->second;
}

std::optional<std::string> History::agreed_tallies(Point const& point) const {
  auto const asked = asked_.find(computation_of(point));
  if (asked == asked_.end() || !asked->second.counts) return std::nullopt;
  return asked->second.answers.tallies(*asked->second.counts);
}

std::string History::disagreement(AttemptId const& id, Point const& point,
                                  Answer const& answer) const {
  auto const found = asked_.find(computation_of(point));
  if (found == asked_.end() || !Answers::is_given(answer)) return {};
  auto const& asked = found->second;
  return asked.answers.disagreement(
      id.point, answer, earlier_answer(of(id.point), id.launch, asked), planned_);
}

History read_history(std::string_view journal) {
  History history;
  auto const raw = parse_raw(journal);
  LineReader reader(raw);
  for (auto const& line : raw.lines) history.add(reader.read(line.text));
  return history;
}

}  // namespace assay
