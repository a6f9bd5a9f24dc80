// SPDX-License-Identifier: Apache-2.0
// Folds records into the failures of each node.
#include "node_health.hpp"

#include "judge/nodes_at_fault.hpp"

namespace assay {
namespace {

bool is_of_gate(VerdictClass verdict) {
  return verdict == VerdictClass::binding || verdict == VerdictClass::oversubscribed ||
         verdict == VerdictClass::device;
}

}  // namespace

void NodeHealth::add(Record const& record) {
  if (job_.empty() || record.job != job_ || record.world.empty()) return;
  auto const verdict = record.verdict.of;
  for (auto const& host : record.verdict.nodes) ++noisy_[host];
  if (!is_of_gate(verdict) && verdict != VerdictClass::ok) return;
  auto const world = parse_world(record.world);
  auto& point = points_[record.id.point];
  if (is_of_gate(verdict)) return fail(point, record, world);
  for (auto const& host : nodes_in(world)) {
    point.passed.insert(host);
    point.failures.erase(host);
  }
}

void NodeHealth::fail(OfPoint& point, Record const& record, World const& world) {
  auto const guilty = nodes_at_fault(record.requested, world);
  bool const beside_others = guilty.size() < nodes_in(world).size();
  for (auto const& host : guilty) {
    ++(beside_others ? proven_[host] : point.failures[host]);
  }
}

std::map<std::string, LeftOut> NodeHealth::left_out() const {
  auto failures = proven_;
  for (auto const& [id, point] : points_) {
    for (auto const& [host, count] : point.failures) {
      // Where it passed before, so did the node: then something has changed since.
      if (!point.passed.empty()) failures[host] += count;
    }
  }
  std::map<std::string, LeftOut> unfit;
  for (auto const& [host, count] : noisy_)
    if (count >= most_noisy_launches) unfit[host] = {count, true};
  for (auto const& [host, count] : failures)
    if (count >= most_gate_failures) unfit[host] = {count, false};
  return unfit;
}

std::set<std::string> NodeHealth::suspects(std::string const& point) const {
  std::set<std::string> hosts;
  auto const found = points_.find(point);
  if (found == points_.end()) return hosts;
  for (auto const& [host, count] : found->second.failures) hosts.insert(host);
  return hosts;
}

}  // namespace assay
