// SPDX-License-Identifier: Apache-2.0
// Where a process is, and what its node has to give: of a worker, or of a process that
// a launcher started in a program's stead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cpus.hpp"
#include "device.hpp"
#include "json.hpp"

namespace assay {

struct Place {
  std::string host;
  std::string
      slurm_node;  ///< tells several Slurm daemons on one host apart; else empty
  int pid = 0;
  std::optional<int> cores;         ///< physical ones under the CPUs of all threads
  std::vector<CpuSet> thread_cpus;  ///< one for each thread that took part
  CpuSet core_cpus{};               ///< all hardware threads of those cores
  CpuSet offered{};                 ///< CPUs of the node that the job may use
  std::optional<CpuSet>
      offered_cores{};            ///< the first CPU of each core under `offered`
  std::vector<CpuSet> sockets{};  ///< all CPUs of each that `offered` is of
  std::vector<CpuSet> numa{};     ///< the same of NUMA domains
  std::optional<double>
      quota_cpus{};  ///< CPU time per time that its control group gets
  std::optional<device::Device> device{};  ///< none for a backend of the CPU
};

/// The place of this process, whose threads may use these CPUs; without its device.
Place look_around(std::vector<CpuSet> thread_cpus);

/// The union over all threads.
CpuSet all_cpus(std::vector<CpuSet> const& thread_cpus);

/// A place for another process to read.
Json place_json(Place const& place);
/// Throws std::exception where `json` is no place.
Place place_from(Json const& json);

Json device_json(device::Device const& device);

}  // namespace assay
