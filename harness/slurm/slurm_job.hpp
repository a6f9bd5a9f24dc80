// SPDX-License-Identifier: Apache-2.0
// The Slurm job that we run in: what it is, how long it lasts, and how it goes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "model/job_section.hpp"
#include "os/process.hpp"
#include "scheduler/job_state.hpp"

namespace assay {

/// Slurm's "2-03:04:05", "04:05" or "5" (seconds); nothing for "UNLIMITED" and the
/// like.
std::optional<double> parse_time_left(std::string const& text);

/// From the lines of `squeue --format="%A %T %L"`, of which an array has one for each
/// task, and its id is that of the last one; nothing where none is of the job.
std::optional<JobState> parse_job_state(std::string const& lines,
                                        std::string const& job_id);

/// What squeue answers about one job.
ProcessResult ask_squeue(std::string const& job_id, Environment const& environment);

/// Asks squeue once; nothing where it does not know the job or does not answer.
std::optional<JobState> observe_job(std::string const& job_id,
                                    Environment const& environment);

/// What a record says of its job: id, restarts, nodes, each only where it is known.
Json job_json(Environment const& environment);

/// The words by which the job asks for its continuation: scontrol for the same job,
/// sbatch for a new one of the same shape, which runs `script`, its arguments included,
/// when this one has ended.
Argv continuation_words(JobSection const& wishes, Environment const& environment,
                        Argv const& script);

/// What a study asks of a job, but for its time.
Argv wish_words(JobWishes const& wishes);

}  // namespace assay
