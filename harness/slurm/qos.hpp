// SPDX-License-Identifier: Apache-2.0
// The qualities of service (QOS) of Slurm that a job falls under.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "job_limits.hpp"

namespace assay {

struct Qos {
  JobLimits limits{};
  bool is_over_partition = false;  ///< its flag OverPartQOS
};

/// By name, from lines "name|flags|" and the columns `limits_of_qos` of sacctmgr. Pure.
std::map<std::string, Qos> parse_qos(std::string const& text);

/// A partition in which a job may run; without a QOS that is empty.
struct PartitionQos {
  std::string partition, qos;
};

/// These partitions, or the default one where `wanted` is empty, as `scontrol show
/// partition --oneliner` tells. Pure.
std::vector<PartitionQos> qos_of_partitions(std::string const& text,
                                            std::string const& wanted);

/// Each limit as the job's QOS and that of its partition have it: where both set it the
/// partition's holds, but for a job's whose flag says otherwise. Pure.
JobLimits limits_of_both(Qos const& job, Qos const& partition);

}  // namespace assay
