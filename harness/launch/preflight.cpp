// SPDX-License-Identifier: Apache-2.0
// Starts each worker once with --describe, which needs neither MPI nor Kokkos.
#include "preflight.hpp"

#include <fmt/format.h>

#include <set>

#include "machine.hpp"
#include "workers.hpp"

namespace assay {
namespace {

std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

std::set<std::string> backends_by_mpiexec(std::vector<Point> const& points) {
  std::set<std::string> backends;
  for (auto const& point : points) {
    if (point.launcher == "mpiexec") backends.insert(point.backend);
  }
  return backends;
}

}  // namespace

nlohmann::json describe_worker(std::string const& backend,
                               Environment const& environment) {
  auto const worker = worker_path(backend).string();
  auto const answer =
      run_process({{worker, "--describe"}, environment, "/", ""}, {.timeout_s = 30});
  if (answer.ending == Ending::interrupted) return nullptr;
  auto facts = nlohmann::json::parse(answer.output_tail, nullptr, false);
  if (answer.ending != Ending::exited || answer.exit_code != 0 || !facts.is_object()) {
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
  auto const backends = backends_by_mpiexec(points);
  if (backends.empty()) return {};
  auto const launcher = find_mpi_launcher(environment);
  for (auto const& backend : backends) {
    auto const problem = mismatch(launcher, worker_path(backend).filename().string(),
                                  library_of_worker(backend, environment));
    if (!problem.empty()) throw EnvironmentError(problem);
  }
  return launcher;
}

}  // namespace assay
