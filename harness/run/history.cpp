// SPDX-License-Identifier: Apache-2.0
// Folds journal lines into the state of each point.
#include "history.hpp"

#include <fmt/format.h>

#include "lost_launch.hpp"
#include "point_json.hpp"
#include "stop_rule.hpp"

namespace assay {
namespace {

std::string record_key(std::string const& point, int launch, int attempt) {
  return fmt::format("{}-{}-{}", point, launch, attempt);
}

std::string tally_key(nlohmann::json const& requested) {
  return requested.at("kernel").dump() + requested.at("samples").dump() +
         requested.at("seed").dump() + requested.at("parameters").dump();
}

}  // namespace

double launch_value_s(std::vector<double> makespans_s) {
  if (makespans_s.size() > 1) makespans_s.erase(makespans_s.begin());
  return median(std::move(makespans_s));
}

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

void History::add_record(nlohmann::json const& record) {
  auto const point = record.at("point").get<std::string>();
  int const launch = record.at("launch").get<int>();
  int const attempt = record.at("attempt").get<int>();
  records_.insert(record_key(point, launch, attempt));
  auto& history = points_[point];
  auto& attempts = history.attempts[launch];
  attempts = std::max(attempts, attempt);
  history.wall_s += record.at("wall_s").get<double>();
  ++history.walls;
  ++walls_;
  wall_s_ += record.at("wall_s").get<double>();
  auto const& requested = record.at("requested");
  core_seconds_ += record.at("wall_s").get<double>() *
                   requested.at("ranks").get<double>() *
                   requested.at("threads").get<double>();
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
