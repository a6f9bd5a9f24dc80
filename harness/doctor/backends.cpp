// SPDX-License-Identifier: Apache-2.0
// The workers that are built, and that they start.
#include <algorithm>

#include "doctor.hpp"
#include "model/point.hpp"
#include "os/errors.hpp"
#include "site/preflight.hpp"
#include "site/workers.hpp"

namespace assay::doctor {
namespace {

Line start(std::string const& backend, Environment const& environment) {
  auto const subject = "backend " + backend;
  try {
    auto const facts = describe_worker(backend, environment);
    auto const named = facts.is_null() ? backend : facts.value("backend", backend);
    if (named != backend) {
      return {subject, Level::error, "its worker is of backend " + named,
              "build again: a file was copied or renamed"};
    }
    if (backend == "openmp" && !facts.is_null() && !facts.value("runs_threads", true)) {
      return {subject, Level::error, "its Kokkos runs one thread only",
              "build with a Kokkos that has OpenMP"};
    }
    return {subject, Level::ok, worker_path(backend).string()};
  } catch (EnvironmentError const& problem) {
    if (needs_device(backend)) {
      return {subject, Level::warning, problem.what(),
              "measure where there is a GPU; the other backends need none"};
    }
    return {subject, Level::error, problem.what(),
            "load the modules of the build, or build again"};
  }
}

}  // namespace

Lines check_backends(Patient const& patient) {
  auto const backends = built_backends();
  if (backends.empty()) {
    return {{"backends", Level::warning,
             "no worker in " + worker_directory().string() +
                 ": programs can be measured, kernels cannot",
             "build them with MPI and Kokkos: assay build"}};
  }
  Lines lines;
  for (auto const& backend : backends) {
    lines.push_back(start(backend, patient.environment));
  }
  if (backends == std::vector<std::string>{"serial"}) {
    lines.push_back({"backends", Level::warning, "Kokkos runs one thread per rank only",
                     "build with a Kokkos that has OpenMP, to sweep threads"});
  }
  return lines;
}

}  // namespace assay::doctor
