// SPDX-License-Identifier: Apache-2.0
// What a run measures, and where.
#pragma once

#include <filesystem>

#include "os/process.hpp"
#include "plan/plan.hpp"

namespace assay {

struct RunSetting {
  Study study;
  PlanContext context;  ///< this machine, or the allocation
  Plan plan;
  std::filesystem::path directory;
  Machine machine;  ///< as the manifest describes it
};

/// A group of a submitted study: the points of its node count, planned for the cluster
/// as the submitter saw it, so that `auto` means the same in every job. What does not
/// fit the allocation is skipped. Throws EnvironmentError.
RunSetting group_setting(std::filesystem::path const& group_directory);

/// Takes the jobs that would have gone on out of the queue, where this is one of
/// several in turn.
void end_rest_of_array();

}  // namespace assay
