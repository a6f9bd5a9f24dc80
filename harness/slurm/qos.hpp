// SPDX-License-Identifier: Apache-2.0
// What a quality of service (QOS) of Slurm allows one job.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/job_section.hpp"
#include "os/process.hpp"
#include "scheduler/cluster_nodes.hpp"

namespace assay {

/// Of one job; nothing where there is no such limit.
struct QosLimits {
  std::string nodes_of{};      ///< the QOS that limits the nodes
  std::optional<int> nodes{};  ///< MaxTRES: node
  std::string cpus_of{};
  std::optional<int> cpus{};       ///< MaxTRES: cpu
  std::optional<double> time_s{};  ///< MaxWall
  bool is_over_partition = false;  ///< its flag OverPartQOS
};

/// By name, from lines "name|flags|MaxWall|MaxTRES" of sacctmgr. Pure.
std::map<std::string, QosLimits> parse_qos(std::string const& text);

/// The QOS of each of these partitions, of the default one where `wanted` is empty, as
/// `scontrol show partition --oneliner` tells; empty for a partition without one. Pure.
std::vector<std::string> qos_of_partitions(std::string const& text,
                                           std::string const& wanted);

/// Each limit as the job's QOS and that of its partition have it: where both set it the
/// partition's holds, but for a job's whose flag says otherwise. Pure.
QosLimits limits_of_both(QosLimits const& job, QosLimits const& partition);

/// Whether Slurm keeps jobs to such limits, by `scontrol show config`. Pure.
bool enforces_limits(std::string const& config);

/// Keeps the plan to these limits; a job has all CPUs of its nodes. Throws
/// EnvironmentError where they allow less than one. Pure.
void apply_qos(ClusterNodes& nodes, QosLimits const& limits);

/// Asks Slurm for the limits of the QOS that these wishes and the partition name; none
/// where there is no accounting, where limits are not enforced, or it does not answer.
QosLimits observe_qos(JobSection const& wishes, Environment const& environment);

}  // namespace assay
