// SPDX-License-Identifier: Apache-2.0
// What the accounting of Slurm allows our jobs.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/cluster_nodes.hpp"

namespace assay {

/// There may be so many, and who says so: "the QOS short".
struct SizeLimit {
  int most = 0;
  std::string owner;
};

/// The name of a limit, and what it counts: "node", "cpu", "cpu-minute" or "job".
using LimitName = std::pair<std::string, std::string>;

/// Of a QOS, an association, or of all that a job falls under.
struct JobLimits {
  std::map<LimitName, SizeLimit> sizes{};
  std::optional<double> time_s{};  ///< MaxWall
};

/// The columns by which sacctmgr tells them of a QOS and of an association.
inline constexpr char const* limits_of_qos =
    "MaxWall,MaxTRES,GrpTRES,GrpTRESMins,MaxSubmitPU,GrpSubmit,MaxTRESPU,MaxTRESPA,"
    "MaxSubmitPA";
inline constexpr char const* limits_of_association =
    "MaxWall,MaxTRES,GrpTRES,GrpTRESMins,MaxSubmit,GrpSubmit";

/// From these columns, the first of them at `first`; what is no whole number is no
/// limit. Pure.
JobLimits limits_in(std::vector<std::string> const& fields, std::size_t first,
                    std::string const& owner);

/// Each limit as `first` has it, else as `next` has it: so Slurm goes from the QOS to
/// the associations. Pure.
JobLimits first_defined(JobLimits first, JobLimits const& next);

/// Where all hold: of each limit the lesser. Pure.
JobLimits strictest(JobLimits one, JobLimits const& other);

/// Where either will do: the larger of each limit that both have. Pure.
JobLimits least_strict(JobLimits const& one, JobLimits const& other);

/// Keeps the plan to these limits; a job has all CPUs of its nodes. Throws
/// EnvironmentError where they allow less than a node. Pure.
void apply_limits(ClusterNodes& nodes, JobLimits const& limits);

}  // namespace assay
