// SPDX-License-Identifier: Apache-2.0
// What the jobs of a submitted study are called and run, whatever takes them.
#pragma once

#include <string>

#include "scheduler.hpp"

namespace assay {

/// The name of the job of a group, or of the last one: "assay-STUDY-GROUP".
std::string job_name(JobPlaces const& places, std::string const& group);

/// The seconds at the end of a job that are not for launches.
std::string reserve_word(GroupJob const& group);

/// The script of a group's job with its arguments. Pure.
Argv group_script(GroupJob const& group, JobSection const& wishes,
                  JobPlaces const& places);

/// And that of the last job. Pure.
Argv collect_script(CollectShape const& shape);

}  // namespace assay
