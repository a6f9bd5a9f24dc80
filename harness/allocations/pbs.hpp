// SPDX-License-Identifier: Apache-2.0
// What PBS says of a job that we are in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/host_slots.hpp"
#include "scheduler/job_state.hpp"

namespace assay {

/// From the lines of PBS_NODEFILE, one for each process that was asked for (OpenPBS) or
/// each CPU (Torque), and NCPUS, the CPUs of a chunk (OpenPBS). Pure.
std::optional<std::vector<HostSlots>> pbs_hosts(std::string const& nodefile,
                                                std::string const& ncpus);

/// From `qstat -f JOB`: states in Slurm's words, where there is one. Pure.
std::optional<JobState> parse_pbs_job(std::string const& text);

}  // namespace assay
