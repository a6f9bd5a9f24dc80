// SPDX-License-Identifier: Apache-2.0
#include "intent.hpp"

#include "commands.hpp"
#include "imported_study.hpp"
#include "load_study.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "plan/price.hpp"
#include "records/study_journals.hpp"
#include "run/remaining.hpp"
#include "site/project_directory.hpp"
#include "site/workers.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

Study study_of(SubmitOptions const& options) {
  auto study = load_study(options.file, options.overrides, options.results);
  if (study.cluster)
    throw UsageError("the study simulates a cluster, which takes no job: assay run");
  if (!study.hosts.names.empty())
    throw UsageError(
        "the study names hosts, which takes no job: assay run. Or take hosts: out of "
        "it");
  return study;
}

void choose_scheduler(Intent& intent) {
  auto own = own_environment();
  intent.scheduler = &scheduler_for(intent.study, own);
  intent.environment = intent.queue().environment(std::move(own));
  auto const obstacle = intent.queue().obstacle(intent.wishes());
  if (!obstacle.empty()) throw UsageError(obstacle);
}

ClusterNodes nodes_of(SubmitOptions const& options, Intent const& intent) {
  if (!options.machine.empty()) {
    auto nodes = described_nodes(options.machine);
    if (!intent.queue().has_srun) nodes.machine.srun.reset();
    nodes.slots_per_node = nodes.machine.cores_per_node;
    return nodes;
  }
  return intent.queue().nodes(intent.wishes(), intent.places, intent.environment);
}

/// Adds what each point still needs to its node count.
void add_needs(Intent& intent, History const& history) {
  std::map<int, GroupNeed> needs;
  auto const& study = intent.study;
  auto const still_needed = launches_in_jobs(intent.plan.points, intent.ids, history,
                                             StopRule(study.launches), study.base);
  for (std::size_t i = 0; i < intent.plan.points.size(); ++i) {
    auto const& point = intent.plan.points[i];
    auto const& known = history.of(intent.ids[i]);
    int const launches = still_needed[i];
    if (launches == 0) continue;
    double const launch_s =
        known.walls > 0
            ? known.wall_s / known.walls
            : reserved_launch_s(point, intent.context.catalogue, study.limits);
    auto& need = needs[point.nodes_of_job()];
    if (!point.is_copy()) ++need.points;
    need.launches += static_cast<std::size_t>(launches);
    need.seconds += launches * launch_s;
  }
  intent.groups = make_group_jobs(needs, intent.wishes(), intent.nodes.limit_s);
}

double sum_of(std::map<int, double> const& values) {
  double sum = 0;
  for (auto const& [key, value] : values) sum += value;
  return sum;
}

}  // namespace

Intent make_intent(SubmitOptions const& options) {
  expect_none_imported(options.file, options.results);
  Intent intent;
  intent.study = study_of(options);
  choose_scheduler(intent);
  auto const directory = fs::absolute(fs::path(options.results) / intent.study.name);
  expect_not_imported(directory);
  intent.places = {project_directory(), fs::canonical("/proc/self/exe"),
                   fs::weakly_canonical(directory)};
  intent.nodes = nodes_of(options, intent);
  intent.context = {intent.nodes.machine, load_catalogue(), built_backends()};
  intent.plan = make_plan(intent.study, intent.context);
  intent.copied_bases =
      copied_bases(intent.plan.points, intent.context.catalogue, intent.study.base);
  add_worthwhile(intent.copied_bases, intent.study.base, intent.plan.points);
  intent.ids = point_ids(intent.study, intent.plan.points);
  auto const history = read_study_journals(intent.places.study_directory).history;
  add_needs(intent, history);
  for (auto const& [nodes, core_seconds] : history.core_seconds_by_nodes())
    intent.used_core_hours[nodes] = core_seconds / 3600;
  return intent;
}

CollectShape Intent::collect_shape() const {
  if (wishes().collect) return {*wishes().collect, 1, places};
  JobWishes as_others = wishes();
  as_others.time_s.reset();
  return {std::move(as_others), nodes.machine.least_nodes, places};
}

CoreHours core_hours(Intent const& intent) {
  CoreHours cost{.used = sum_of(intent.used_core_hours)};
  for (auto const& group : intent.groups)
    cost.expected += group.core_hours(intent.nodes.machine.cores_per_node);
  return cost;
}

std::vector<std::string> ids_of_group(Intent const& intent, int nodes) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < intent.ids.size(); ++i)
    if (intent.plan.points[i].nodes_of_job() == nodes) ids.push_back(intent.ids[i]);
  return ids;
}

void set_core_hours(Intent& intent) {
  auto const& limit = intent.study.limits.core_hours;
  if (!limit) return;
  share_core_hours(intent.groups, *limit - sum_of(intent.used_core_hours));
  for (auto& group : intent.groups)
    *group.core_hours_limit += intent.used_core_hours[group.nodes];
}

}  // namespace assay
