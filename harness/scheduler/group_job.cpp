// SPDX-License-Identifier: Apache-2.0
#include "group_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace assay {
namespace {

double whole_minutes(double seconds) { return 60 * std::ceil(seconds / 60); }

/// To end a launch and to write its record; and until the nodes have started.
constexpr double most_reserve_s = 120, start_s = 60;

/// Jobs with less than this are not worth their way through the queue.
constexpr double shortest_job_s = 300;

void set_time(GroupJob& group, JobSection const& wishes, double limit_s) {
  double const launches_s = 1.5 * group.need.seconds;
  double const whole_s =
      std::max(shortest_job_s, launches_s + most_reserve_s + start_s);
  double const time_s = std::min(wishes.time_s.value_or(whole_s), limit_s);
  group.time_s = std::min(whole_minutes(time_s), std::max(60.0, limit_s));
  double const usable_s =
      std::max(group.time_s / 4, group.time_s - group.reserve_s() - start_s);
  group.jobs = std::max(1, static_cast<int>(std::ceil(launches_s / usable_s)));
}

}  // namespace

std::string group_name(int nodes) { return fmt::format("n{}", nodes); }

double GroupJob::reserve_s() const { return std::min(most_reserve_s, time_s / 2); }

double GroupJob::core_hours(int cores_per_node) const {
  return nodes * cores_per_node * need.seconds / 3600;
}

double GroupJob::most_core_hours(int cores_per_node) const {
  return nodes * cores_per_node * time_s * jobs / 3600;
}

std::vector<GroupJob> make_group_jobs(std::map<int, GroupNeed> const& needs,
                                      JobSection const& wishes,
                                      std::optional<double> partition_limit_s) {
  double const limit_s =
      partition_limit_s.value_or(std::numeric_limits<double>::infinity());
  std::vector<GroupJob> groups;
  for (auto const& [nodes, need] : needs) {
    GroupJob group;
    group.name = group_name(nodes);
    group.nodes = nodes;
    group.need = need;
    set_time(group, wishes, limit_s);
    groups.push_back(std::move(group));
  }
  return groups;
}

void share_core_hours(std::vector<GroupJob>& groups, double left_core_hours) {
  double whole = 0;
  for (auto const& group : groups) whole += group.nodes * group.need.seconds;
  for (auto& group : groups) {
    double const share = whole > 0 ? group.nodes * group.need.seconds / whole : 0;
    group.core_hours_limit = left_core_hours * share;
  }
}

}  // namespace assay
