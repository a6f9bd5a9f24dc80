// SPDX-License-Identifier: Apache-2.0
// The one place that knows the keys of a result.
#include "worker_result.hpp"

#include <cmath>
#include <utility>

#include "common/cpu_list.hpp"
#include "common/int_in.hpp"

namespace assay {
namespace {

using State = ResultFile::State;

template <typename Value>
std::optional<Value> optional_at(Json const& object, char const* key) {
  auto const found = object.find(key);
  if (found == object.end()) return std::nullopt;
  return found->template get<Value>();
}

std::optional<int> optional_int(Json const& object, char const* name) {
  auto const found = object.find(name);
  return found == object.end() ? std::nullopt : std::optional(int_in(*found));
}

// JSON has no NaN: it arrives as null.
double number(Json const& value) {
  return value.is_number() ? value.get<double>() : NAN;
}

RankPlace rank_from(Json const& value) {
  RankPlace rank;
  rank.host = value.value("host", "");
  rank.node = int_in(value.at("node"));
  rank.threads = optional_int(value, "threads").value_or(0);
  rank.cpu_list = value.at("cpus").get<std::string>();
  rank.cpus = cpus_in(rank.cpu_list);
  rank.core_cpus = cpus_in(value.value("core_cpus", rank.cpu_list));
  rank.cores = optional_int(value, "cores");
  if (value.contains("device"))
    rank.device = value.at("device").at("id").get<std::string>();
  return rank;
}

std::vector<std::set<int>> domains_in(Json const& node, char const* name) {
  std::vector<std::set<int>> domains;
  if (auto const lists = node.find(name); lists != node.end())
    for (auto const& list : *lists) domains.push_back(cpus_in(list.get<std::string>()));
  return domains;
}

NodePlace node_from(Json const& value) {
  return {value.value("host", ""),
          value.value("slurm_node", ""),
          optional_at<double>(value, "cores"),
          optional_at<double>(value, "quota_cpus"),
          domains_in(value, "sockets"),
          domains_in(value, "numa")};
}

World world_from(Json const& value) {
  World world;
  world.ranks = int_in(value.at("ranks"));
  world.nodes = int_in(value.at("nodes"));
  if (value.contains("by_node")) {
    for (auto const& node : value.at("by_node"))
      world.by_node.push_back(node_from(node));
  }
  for (auto const& rank : value.at("by_rank")) world.by_rank.push_back(rank_from(rank));
  return world;
}

Estimate estimate_from(Json const& value) {
  return {number(value.at("value")), number(value.at("reference")),
          number(value.at("standard_error"))};
}

WorkerMeasurement measurement_from(Json const& value) {
  WorkerMeasurement measurement;
  measurement.samples = value.at("samples").get<std::string>();
  for (auto const& samples : value.at("samples_by_rank"))
    measurement.samples_by_rank.push_back(std::stoull(samples.get<std::string>()));
  measurement.tallies = to_text(value.at("tallies"));
  measurement.tallies_differ = value.value("tallies_differ", false);
  if (auto const checked = value.find("checked"); checked != value.end())
    measurement.checked = {checked->at("name").get<std::string>(),
                           number(checked->at("value")), number(checked->at("within"))};
  if (value.contains("estimate"))
    measurement.estimate = estimate_from(value.at("estimate"));
  for (auto const& one : value.at("makespan_s"))
    measurement.makespans_s.push_back(number(one));
  if (value.contains("leads")) {
    auto const& metric = value.at("metrics").at(value.at("leads").get<std::string>());
    measurement.rate = {number(metric.at("value")),
                        metric.at("unit").get<std::string>()};
  }
  return measurement;
}

WorkerResult decoded(Json value) {
  WorkerResult result;
  if (auto const worker = value.find("worker"); worker != value.end()) {
    result.backend = optional_at<std::string>(*worker, "backend");
    result.concurrency = optional_int(*worker, "concurrency");
  }
  result.world = world_from(value.at("world"));
  for (auto const& one : value.at("measurements"))
    result.measurements.push_back(measurement_from(one));
  if (auto const told = value.find(noise_by_node); told != value.end())
    for (auto const& node : *told) result.noise_by_node.push_back(noise_from(node));
  result.whole = std::move(value);
  return result;
}

ResultFile refused(std::string problem) {
  return {State::refused, std::move(problem), {}};
}

}  // namespace

ResultFile result_from(Json value, std::string const& nonce) {
  if (!value.is_object())
    return {State::incomplete, "the result file is not complete JSON", {}};
  if (value.value("schema", Json()) != 1)
    return refused("the result file has an unknown schema");
  if (value.value("nonce", Json()) != nonce)
    return refused("the result file belongs to another attempt");
  try {
    return {State::whole, "",
            std::make_shared<WorkerResult const>(decoded(std::move(value)))};
  } catch (std::exception const& problem) {  // a field missing, or of another type
    return refused(std::string("the result file is malformed: ") + problem.what());
  }
}

ResultFile read_result(std::optional<std::string> const& text,
                       std::string const& nonce) {
  if (!text) return {};
  return result_from(try_parse_json(*text), nonce);
}

World parse_world(std::string_view text) { return world_from(parse_json(text)); }

}  // namespace assay
