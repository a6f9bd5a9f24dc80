// SPDX-License-Identifier: Apache-2.0
// What `assay submit` would put into the queue, and what that costs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "expect_affordable.hpp"
#include "plan/plan.hpp"
#include "run/copied_bases.hpp"
#include "scheduler/scheduler.hpp"

namespace assay {

struct SubmitOptions {
  std::string file;
  std::string results = "results";
  std::string machine;
  std::vector<std::string> overrides;
  bool yes = false;
  bool dry_run = false;
};

/// What is known before anything is asked of the queue.
struct Intent {
  Study study;
  Scheduler const* scheduler = nullptr;
  Environment environment;  ///< of its commands
  ClusterNodes nodes;
  PlanContext context;
  CopiedBases copied_bases;  ///< for jobs, whether they are worth it or not
  Plan plan;                 ///< with those that are
  std::vector<std::string> ids;
  std::vector<GroupJob> groups;           ///< with something left to launch
  std::map<int, double> used_core_hours;  ///< so far, by node count
  JobPlaces places;

  QueueCalls const& queue() const { return *scheduler->queue; }
  JobSection const& wishes() const { return study.*scheduler->section; }

  /// Settings of its own, else those of the study; its time is our own then.
  CollectShape collect_shape() const;
};

/// Reads the study and its journals, and asks the scheduler for its nodes. Throws
/// ConfigError, EnvironmentError, and UsageError for what no job can do.
Intent make_intent(SubmitOptions const& options);

/// What the site charges where all goes as expected.
CoreHours core_hours(Intent const& intent);

/// Points on a node count.
std::vector<std::string> ids_of_group(Intent const& intent, int nodes);

/// Gives each group its share of what the study may use.
void set_core_hours(Intent& intent);

}  // namespace assay
