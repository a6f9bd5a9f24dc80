// SPDX-License-Identifier: Apache-2.0
// Starts each worker once with --describe, which needs neither MPI nor Kokkos.
#include "preflight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "find_mpi_launcher.hpp"
#include "judge/judge.hpp"
#include "linked_mpi.hpp"
#include "model/launcher.hpp"
#include "os/errors.hpp"
#include "text/lines.hpp"
#include "workers.hpp"

namespace assay {
namespace {

std::set<std::string> backends_by_mpiexec(std::vector<Point> const& points) {
  std::set<std::string> backends;
  for (auto const& point : points) {
    if (launcher_of(point).uses_mpiexec && point.program == nullptr)
      backends.insert(point.backend);
  }
  return backends;
}

ProcessResult ask_worker(std::string const& backend, Environment const& environment) {
  return run_process(
      {{worker_path(backend).string(), "--describe"}, environment, "/", ""},
      {.timeout_s = 30});
}

/// Where none on PATH or of the build starts, that of the programs, if nobody chose
/// one.
MpiLauncher find_launcher(std::vector<LinkedWorker> const& workers,
                          std::vector<Point> const& points,
                          Environment const& environment) {
  try {
    return find_fitting_launcher(workers, environment);
  } catch (EnvironmentError const&) {
    if (!workers.empty() || !chosen_mpiexec().empty()) throw;
    auto own = own_launcher_of_programs(points, environment);
    if (!own) throw;
    own->note = fmt::format(
        "there is no mpiexec on PATH that starts; taking {}, that of the program's MPI",
        own->program);
    return *own;
  }
}

}  // namespace

Plan without_missing_devices(Plan plan, Environment const& environment) {
  std::map<std::string, std::string> problems;  // by backend
  std::vector<Point> there;
  for (auto& point : plan.points) {
    std::string problem;
    if (point.on_device() && launcher_of(point).starts_here()) {
      auto const [known, is_new] = problems.try_emplace(point.backend);
      if (is_new) {
        known->second =
            device_problem(point.backend, ask_worker(point.backend, environment));
      }
      problem = known->second;
    }
    if (problem.empty()) {
      there.push_back(std::move(point));
    } else {
      plan.skipped.push_back({std::move(point), std::move(problem)});
    }
  }
  plan.points = std::move(there);
  return plan;
}

Json describe_worker(std::string const& backend, Environment const& environment) {
  auto const worker = worker_path(backend).string();
  auto const answer = ask_worker(backend, environment);
  if (answer.ending == Ending::interrupted) return nullptr;
  if (needs_device(backend)) {
    auto const problem = device_problem(backend, answer);
    if (!problem.empty()) throw EnvironmentError(problem);
  }
  auto facts = try_parse_json(answer.output_tail);
  if (!answer.succeeded() || !facts.is_object()) {
    throw EnvironmentError(fmt::format(
        "{} does not start: {}. Build it again, with the modules loaded that it needs",
        worker, answer.error.empty() ? last_line(answer.output_tail) : answer.error));
  }
  return facts;
}

std::string library_of_worker(std::string const& backend,
                              Environment const& environment) {
  auto const facts = describe_worker(backend, environment);
  return facts.is_null() ? "" : facts.value("mpi", "");
}

MpiLauncher prepare_launcher(std::vector<Point> const& points,
                             Environment const& environment) {
  bool const needs_none =
      std::none_of(points.begin(), points.end(),
                   [](Point const& point) { return launcher_of(point).uses_mpiexec; });
  if (needs_none) return {};
  auto const backends = backends_by_mpiexec(points);
  std::vector<LinkedWorker> workers;
  workers.reserve(backends.size());
  for (auto const& backend : backends) {
    workers.push_back({worker_path(backend).filename().string(),
                       library_of_worker(backend, environment)});
  }
  auto const launcher = find_launcher(workers, points, environment);
  return launcher_of_programs(launcher, workers.empty(), points, environment);
}

MpiLauncher launcher_of_built_workers(Environment const& environment) {
  std::vector<LinkedWorker> workers;
  for (auto const& backend : built_backends()) {
    try {
      workers.push_back({worker_path(backend).filename().string(),
                         library_of_worker(backend, environment)});
    } catch (EnvironmentError const&) {
      continue;  // one that does not start here is started by no launcher
    }
  }
  try {
    return find_fitting_launcher(workers, environment);
  } catch (EnvironmentError const&) {
    return find_mpi_launcher(environment);
  }
}

}  // namespace assay
