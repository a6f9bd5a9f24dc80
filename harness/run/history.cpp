// SPDX-License-Identifier: Apache-2.0
// Folds journal lines into the state of each point.
#include "history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "launch_value.hpp"
#include "lost_launch.hpp"
#include "members.hpp"
#include "outline.hpp"
#include "point_json.hpp"

namespace assay {
namespace {

std::string record_key(std::string const& point, int launch, int attempt) {
  return fmt::format("{}-{}-{}", point, launch, attempt);
}

std::string tally_key(nlohmann::json const& requested) {
  return requested.at("kernel").dump() + requested.at("samples").dump() +
         requested.at("seed").dump() + requested.at("parameters").dump();
}

/// The same from text: a record is written as it would be dumped.
std::string tally_key_of(std::string_view requested) {
  std::string key;
  for (auto const* part : {"kernel", "samples", "seed", "parameters"})
    key += member(requested, part);
  return key;
}

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<double> numbers_of(std::string_view array) {
  std::vector<double> numbers;
  while (array.size() > 1) {
    array.remove_prefix(1);  // the bracket, or a comma
    auto const end = std::min(array.find_first_of(",]"), array.size());
    if (end > 0) numbers.push_back(number_of(array.substr(0, end)));
    array.remove_prefix(end);
  }
  return numbers;
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

void History::add(nlohmann::json const& line) {
  auto const kind = line.value("kind", "");
  if (kind == "record") {
    add_record(line);
  } else if (kind == "stop") {
    points_[line.at("point").get<std::string>()].stopped =
        line.at("reason").get<std::string>();
  } else if (kind == "manifest") {
    manifests_.insert(line.at("id").get<std::string>());
  }
}

void History::add_text(std::string_view line) {
  if (member(line, "kind") == R"("record")" && member(line, "verdict") == R"("ok")")
    return add_good(line);
  if (auto const value = outline(line); !value.is_null()) add(value);
}

PointHistory& History::add_attempt(Attempt const& attempt) {
  records_.insert(record_key(attempt.point, attempt.launch, attempt.attempt));
  auto& history = points_[attempt.point];
  auto& attempts = history.attempts[attempt.launch];
  attempts = std::max(attempts, attempt.attempt);
  history.wall_s += attempt.wall_s;
  ++history.walls;
  ++walls_;
  wall_s_ += attempt.wall_s;
  double const core_seconds = attempt.wall_s * attempt.cores;
  core_seconds_ += core_seconds;
  by_nodes_[attempt.nodes] += core_seconds;
  return history;
}

void History::add_record(nlohmann::json const& record) {
  auto const& requested = record.at("requested");
  int const launch = record.at("launch").get<int>();
  auto& history = add_attempt(
      {record.at("point").get<std::string>(), launch, record.at("attempt").get<int>(),
       record.at("wall_s").get<double>(), requested.value("nodes", 1),
       requested.at("ranks").get<double>() * requested.at("threads").get<double>()});
  auto const verdict = verdict_from(record.at("verdict").get<std::string>());
  if (!verdict || *verdict == VerdictClass::interrupted) return;
  if (is_loss(*verdict) && ++history.losses[launch] < most_losses) return;
  history.settled[launch] = *verdict;
  if (*verdict != VerdictClass::ok) return;
  auto const& measurement = record.at("result").at("measurements").at(0);
  history.good_s[launch] =
      launch_value_s(measurement.at("makespan_s").get<std::vector<double>>());
  tallies_.try_emplace(tally_key(requested), measurement.at("tallies"));
  if (measurement.contains("checked"))
    checked_.try_emplace(tally_key(requested), measurement.at("checked").at("value"));
}

void History::add_good(std::string_view record) {
  auto const requested = member(record, "requested");
  auto const count = [](std::string_view object, char const* name) {
    return static_cast<int>(number_of(member(object, name)));
  };
  int const launch = count(record, "launch");
  auto& history =
      add_attempt({text_of(member(record, "point")), launch, count(record, "attempt"),
                   number_of(member(record, "wall_s")), count(requested, "nodes"),
                   number_of(member(requested, "ranks")) *
                       number_of(member(requested, "threads"))});
  auto const measurement = first_element(member_at(record, {"result", "measurements"}));
  history.settled[launch] = VerdictClass::ok;
  history.good_s[launch] =
      launch_value_s(numbers_of(member(measurement, "makespan_s")));
  auto const known = tallies_.try_emplace(tally_key_of(requested));
  if (known.second)
    known.first->second = nlohmann::json::parse(member(measurement, "tallies"));
  auto const checked = member(measurement, "checked");
  if (!checked.empty())
    checked_.try_emplace(tally_key_of(requested), number_of(member(checked, "value")));
}

PointHistory const& History::of(std::string const& point) const {
  static PointHistory const none;
  auto const found = points_.find(point);
  return found == points_.end() ? none : found->second;
}

std::optional<nlohmann::json> History::expected_tallies(Point const& point) const {
  auto const found = tallies_.find(tally_key(to_json(point)));
  if (found == tallies_.end()) return std::nullopt;
  return found->second;
}

std::optional<double> History::expected_value(Point const& point) const {
  auto const found = checked_.find(tally_key(to_json(point)));
  if (found == checked_.end()) return std::nullopt;
  return found->second;
}

bool History::has_record(std::string const& point, int launch, int attempt) const {
  return records_.count(record_key(point, launch, attempt)) != 0;
}

}  // namespace assay
