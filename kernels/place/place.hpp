// SPDX-License-Identifier: Apache-2.0
// Where this rank runs, as observed from inside: host, threads and their CPUs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cpus.hpp"
#include "device/device.hpp"

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
  std::optional<double>
      quota_cpus{};  ///< CPU time per time that its control group gets
  std::optional<device::Device> device{};  ///< none for a backend of the CPU
};

/// The CPUs of every thread that really executes a parallel region of this program's
/// Space, in the order of their thread ids. Needs Kokkos to be running.
std::vector<CpuSet> observe_threads();

/// Needs Kokkos to be running.
Place observe_place();

/// The union over all threads.
CpuSet all_cpus(std::vector<CpuSet> const& thread_cpus);

}  // namespace assay
