// SPDX-License-Identifier: Apache-2.0
#include "group_setting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "load_study.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "run/copied_bases.hpp"
#include "scheduler/scheduler.hpp"
#include "scheduler/submission.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

GroupJob const& find_group(Submission const& submission, std::string const& name) {
  auto const& groups = submission.groups;
  auto const found = std::find_if(groups.begin(), groups.end(), [&](auto const& group) {
    return group.name == name;
  });
  if (found == groups.end())
    throw EnvironmentError(fmt::format("study {} was submitted again, without group {}",
                                       submission.study, name));
  return *found;
}

Plan plan_of_group(Study const& study, Machine const& cluster, int nodes,
                   PlanContext const& here) {
  auto planned = make_plan(study, {cluster, here.catalogue, here.backends});
  add_worthwhile(copied_bases(planned.points, here.catalogue, study.base), study.base,
                 planned.points);
  Plan plan;
  for (auto const& point : planned.points) {
    if (point.nodes_of_job() != nodes) {
      plan.elsewhere.push_back(point);
      continue;
    }
    auto reason = misfit(point, here);
    if (reason.empty()) {
      plan.points.push_back(point);
    } else {
      plan.skipped.push_back({point, std::move(reason)});
    }
  }
  for (auto const& skipped : planned.skipped)
    if (skipped.point.nodes == nodes) plan.skipped.push_back(skipped);
  return plan;
}

/// Groups run on nodes of one cluster: which, and how many, is no difference between
/// machines, and the records say it. Nor is memory, of which alike nodes offer some kB
/// more or less, and one node now this and now that.
Machine whole_cluster(Machine here, Machine const& cluster) {
  auto const environment = own_environment();
  auto const* const scheduler = scheduler_of_job(environment);
  auto const name = scheduler == nullptr ? "" : scheduler->job.cluster(environment);
  if (!name.empty()) here.host = name;
  here.nodes = cluster.nodes;
  here.memory_bytes = cluster.memory_bytes;
  return here;
}

}  // namespace

RunSetting group_setting(fs::path const& group_directory) {
  auto const study_directory = group_directory.parent_path().parent_path();
  auto const submission = read_submission(study_directory);
  if (!submission)
    throw EnvironmentError(fmt::format("no {}. assay submit makes it",
                                       submission_file(study_directory).string()));
  auto const& group = find_group(*submission, group_directory.filename().string());
  auto study = load_study(*submission);
  // A new job would have an id that neither status nor the collecting job knows.
  auto& continuation =
      (study.*scheduler_named(submission->scheduler).section).continuation;
  if (continuation == Continuation::resubmit) continuation = Continuation::requeue;
  if (group.core_hours_limit) study.limits.core_hours = group.core_hours_limit;
  auto context = load_context(study);
  auto plan = plan_of_group(study, submission->machine, group.nodes, context);
  auto machine = whole_cluster(context.machine, submission->machine);
  return {std::move(study), std::move(context), std::move(plan), group_directory,
          std::move(machine)};
}

void end_rest_of_array() {
  auto const environment = own_environment();
  auto const* const scheduler = scheduler_of_job(environment);
  if (scheduler != nullptr) scheduler->job.end_rest_of_array(environment);
}

}  // namespace assay
