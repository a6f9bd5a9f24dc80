// SPDX-License-Identifier: Apache-2.0
// What Slurm says of all our jobs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scheduler/scheduler.hpp"

namespace assay {

/// One squeue for all jobs of this user, those that ended lately included.
SchedulerText ask_squeue_of_user(Environment const& environment);

/// Lines of such an answer; others are left out. Pure.
std::vector<QueuedJob> parse_queue(std::string const& text);

/// Of jobs that squeue has forgotten; empty where there is no accounting.
std::string ask_sacct(std::vector<std::string> const& ids,
                      Environment const& environment);

/// Lines "id|state|reason" of sacct. Pure.
std::map<std::string, QueuedJob> parse_accounting(std::string const& text);

}  // namespace assay
