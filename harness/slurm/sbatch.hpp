// SPDX-License-Identifier: Apache-2.0
// Jobs into the queue and out of it.
#pragma once

#include <string>
#include <vector>

#include "os/process.hpp"
#include "scheduler/scheduler.hpp"

namespace assay {

/// What a command of Slurm complained of, in one line without its own name.
std::string words_of_slurm(ProcessResult const& answer);

/// Our environment without what a job that we may be in says of itself. Outside of one
/// all of it, as sbatch takes it and hands it on.
Environment submitting_environment(Environment environment);

/// The words of sbatch for a group. What the study asks for comes after ours. Pure.
Argv group_words(GroupJob const& group, JobSection const& wishes,
                 JobPlaces const& places);

/// And for the last job, which waits for these. Pure.
Argv collect_words(std::vector<std::string> const& jobs, CollectShape const& shape);

/// An option of sbatch that is ours to set, among those that the study sets; empty
/// where there is none. Pure.
std::string forbidden_directive(JobSection const& wishes);

/// The id of the new job. Throws EnvironmentError with Slurm's own words.
std::string submit_job(Argv const& words, Environment const& environment);

/// Whether Slurm took it; `problem` its words otherwise.
bool cancel_jobs(std::vector<std::string> const& jobs, Environment const& environment,
                 std::string& problem);
void release_jobs(std::vector<std::string> const& jobs, Environment const& environment);

}  // namespace assay
