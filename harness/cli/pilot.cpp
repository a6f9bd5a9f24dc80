// SPDX-License-Identifier: Apache-2.0
// A pilot is a study of one launch a point: setup, probe, judge and clean-up included.
#include "pilot.hpp"

#include <functional>
#include <map>

#include "exclusive_start.hpp"
#include "load_study.hpp"
#include "os/interrupt.hpp"
#include "os/temporary_directory.hpp"
#include "records/timing_history.hpp"
#include "run/run_study.hpp"
#include "site/manifest.hpp"
#include "site/preflight.hpp"
#include "site/srun_plugin.hpp"
#include "terminal.hpp"

namespace assay {
namespace {

double samples_per_core(Point const& point) {
  return static_cast<double>(point.samples) / point.cores();
}

Plan pilot_points(Study const& study, PlanContext const& context) {
  std::map<std::string, Point> longest;
  for_each_planned(study, context, [&](Point&& point, std::string&& reason) {
    if (!reason.empty()) return;
    auto const [known, is_new] = longest.try_emplace(point.kernel, point);
    if (!is_new && samples_per_core(point) > samples_per_core(known->second))
      known->second = std::move(point);
  });
  Plan plan;
  for (auto const& [kernel, point] : longest) plan.points.push_back(point);
  return plan;
}

}  // namespace

TimingHistory run_pilot(Study const& study, PlanContext const& context) {
  TemporaryDirectory const directory("assay-pilot");
  std::filesystem::create_directory(directory.path() / "attempts");
  RunSpec spec;
  spec.study = study;
  spec.study.launches = {1, 1, study.launches.until};
  spec.plan = pilot_points(study, context);
  spec.ids = point_ids(study, spec.plan.points);
  spec.directory = directory.path();
  spec.base_environment = launch_environment(context.machine);
  spec.mpi = prepare_launcher(spec.plan.points, spec.base_environment);
  spec.manifest = make_manifest(context.machine, spec.mpi);
  spec.srun_mpi =
      srun_plugins(context.machine, spec.plan.points, spec.base_environment);
  Interrupt const interrupt;
  Terminal terminal(Screen{});
  spec.disturbed = Disturbed::keep;  // it is not for the time
  ExclusiveStart start;
  {
    Journal journal(directory.path() / "journal.jsonl");
    ProcessExecutor processes{std::ref(start)};
    run_study(spec, journal, processes, terminal);
  }
  return timing_history_from(read_journal_bytes(directory.path() / "journal.jsonl"),
                             context.catalogue);
}

}  // namespace assay
