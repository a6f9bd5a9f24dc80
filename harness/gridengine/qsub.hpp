// SPDX-License-Identifier: Apache-2.0
// Jobs of Grid Engine into the queue and out of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/scheduler.hpp"

namespace assay {

/// The words of qsub for a group, which take whole nodes. Pure.
Argv qsub_group_words(GroupJob const& group, JobSection const& wishes,
                      JobPlaces const& places, ClusterNodes const& cluster);

/// And for the last job, which waits for these. Pure.
Argv qsub_collect_words(std::vector<std::string> const& jobs,
                        CollectShape const& shape);

/// The words by which a job asks for a new one like itself, which runs `script` once it
/// has ended, for `time_s` or what the section says, in `directory`. Pure.
Argv qsub_continuation_words(JobSection const& wishes, Environment const& environment,
                             std::optional<double> time_s, std::string const& directory,
                             Argv const& script);

/// Why the section cannot be obeyed: an option of qsub, or a limit of `-l`, that is
/// ours to set; empty where it can. Pure.
std::string qsub_obstacle(JobSection const& wishes);

/// "12.1-3:1", or "12": the id; empty where it is none. Pure.
std::string id_of_terse(std::string const& text);

std::string qsub(Argv const& words, Environment const& environment);
void qrls(std::vector<std::string> const& jobs, Environment const& environment);
bool qdel(std::vector<std::string> const& jobs, Environment const& environment,
          std::string& problem);

}  // namespace assay
