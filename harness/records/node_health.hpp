// SPDX-License-Identifier: Apache-2.0
// Which nodes of a job are not fit for measuring.
#pragma once

#include <map>
#include <set>
#include <string>

#include "journal_line.hpp"
#include "judge/worker_result.hpp"
#include "left_out.hpp"

namespace assay {

/// A node that failed the gate this often by its own fault is left out.
constexpr int most_gate_failures = 2;
/// One that others disturbed this often while other nodes of the launch were quiet.
constexpr int most_noisy_launches = 3;

/// Judges the nodes of one job by the records of its launches. A failed gate is the
/// node's own fault, and not the study's, where other nodes passed it: in the same
/// launch, or in another launch of the same point. So is noise where other nodes of the
/// launch had none. Pure.
class NodeHealth {
 public:
  /// `job`: its id. Records of other jobs are passed over: their nodes may be repaired.
  explicit NodeHealth(std::string job) : job_(std::move(job)) {}

  void add(Record const& record);

  /// By name, those that are not fit.
  std::map<std::string, LeftOut> left_out() const;

  /// Where this point failed the gate and has not passed it since. Another launch of it
  /// elsewhere tells whose fault it is.
  std::set<std::string> suspects(std::string const& point) const;

 private:
  struct OfPoint {
    std::map<std::string, int> failures;  ///< by node, since it last passed there
    std::set<std::string> passed;         ///< nodes of its good launches
  };

  void fail(OfPoint& point, Record const& record, World const& world);

  std::string job_;
  std::map<std::string, OfPoint> points_;
  std::map<std::string, int> proven_;  ///< failures beside nodes that passed
  std::map<std::string, int> noisy_;   ///< disturbed launches beside quiet nodes
};

}  // namespace assay
