// SPDX-License-Identifier: Apache-2.0
// Folds records into the failures of each node.
#include "node_trial.hpp"

#include "nodes_at_fault.hpp"
#include "verdict.hpp"

namespace assay {
namespace {

bool is_of_gate(nlohmann::json const& record) {
  auto const verdict = verdict_from(record.at("verdict").get<std::string>());
  return verdict == VerdictClass::binding || verdict == VerdictClass::oversubscribed ||
         verdict == VerdictClass::device;
}

/// As far as the gate asks.
Point requested(nlohmann::json const& record) {
  auto const& request = record.at("requested");
  Point point;
  point.nodes = request.at("nodes");
  point.ranks = request.at("ranks");
  point.threads = request.at("threads");
  return point;
}

}  // namespace

void NodeTrial::add(nlohmann::json const& record) {
  auto const slurm = record.value("slurm", nlohmann::json::object());
  if (job_.empty() || slurm.value("job", "") != job_ || !record.contains("result"))
    return;
  auto& point = points_[record.at("point")];
  if (is_of_gate(record)) return fail(point, record);
  if (record.at("verdict") != "ok") return;
  for (auto const& host : nodes_in(record.at("result").at("world"))) {
    point.passed.insert(host);
    point.failures.erase(host);
  }
}

void NodeTrial::fail(OfPoint& point, nlohmann::json const& record) {
  auto const& world = record.at("result").at("world");
  auto const guilty = nodes_at_fault(requested(record), world);
  bool const beside_others = guilty.size() < nodes_in(world).size();
  for (auto const& host : guilty) {
    ++(beside_others ? proven_[host] : point.failures[host]);
  }
}

std::map<std::string, int> NodeTrial::left_out() const {
  auto failures = proven_;
  for (auto const& [id, point] : points_) {
    for (auto const& [host, count] : point.failures) {
      // Where it passed before, so did the node: then something has changed since.
      if (!point.passed.empty()) failures[host] += count;
    }
  }
  std::erase_if(failures,
                [](auto const& of) { return of.second < most_gate_failures; });
  return failures;
}

std::set<std::string> NodeTrial::suspects(std::string const& point) const {
  std::set<std::string> hosts;
  auto const found = points_.find(point);
  if (found == points_.end()) return hosts;
  for (auto const& [host, count] : found->second.failures) hosts.insert(host);
  return hosts;
}

}  // namespace assay
