// SPDX-License-Identifier: Apache-2.0
// A study cut into jobs: the points of one node count are one group.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/job_section.hpp"

namespace assay {

/// What is still to be launched on one node count.
struct GroupNeed {
  std::size_t points = 0;
  std::size_t launches = 0;
  double seconds = 0;  ///< expected, one launch after another
};

/// `n4`
std::string group_name(int nodes);

struct GroupJob {
  std::string name;  ///< the directory below groups/
  int nodes = 1;
  GroupNeed need;
  double time_s = 0;  ///< the limit of one job, whole minutes
  int jobs = 1;       ///< one after another, where one would be too long for the site
  std::optional<double> core_hours_limit;  ///< its share of the study's

  /// Of a job's time, what is not for launches: we are told this long before the end.
  double reserve_s() const;
  /// What the site charges where all goes as expected: whole nodes.
  double core_hours(int cores_per_node) const;
  /// Of all jobs up to their limits.
  double most_core_hours(int cores_per_node) const;
};

/// One job for each node count, small ones first; several in turn where the section's
/// `time` or the partition's limit is shorter than the estimate with half as much
/// again.
std::vector<GroupJob> make_group_jobs(std::map<int, GroupNeed> const& needs,
                                      JobSection const& wishes,
                                      std::optional<double> partition_limit_s);

/// Shares what is left of the study's core-hours in proportion to the estimates.
void share_core_hours(std::vector<GroupJob>& groups, double left_core_hours);

}  // namespace assay
