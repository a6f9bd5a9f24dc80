// SPDX-License-Identifier: Apache-2.0
// What Grid Engine says of our jobs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/scheduler.hpp"

namespace assay {

/// Three answers of qstat, one after another: the jobs of this user, which of them he
/// holds, and where those that `assay submit` made run.
SchedulerText ask_qstat(Environment const& environment);

/// The first of them.
ProcessResult ask_running(Environment const& environment);

/// What ask_qstat() gives. Pure.
std::vector<QueuedJob> parse_qstat(std::string const& text);

/// Of the first part of such an answer what it says of a job that runs; `now_s` since
/// the epoch. Nothing where the job does not run. Pure.
std::optional<JobState> parse_running(std::string const& text, std::string const& id,
                                      double now_s);

/// The time that such a job asked for, in seconds; nothing where it asked for none.
/// Pure.
std::optional<double> parse_limit(std::string const& text, std::string const& id);

/// The records of all jobs that `assay submit` made; empty where this host does not see
/// them.
std::string ask_qacct(std::vector<std::string> const& ids,
                      Environment const& environment);

/// Such records; of an array's tasks the last one counts. Pure.
std::map<std::string, QueuedJob> parse_qacct(std::string const& text);

/// What a command complained of, in one line.
std::string words_of_grid(ProcessResult const& answer);

ProcessResult run_grid(Argv words, Environment const& environment);

}  // namespace assay
