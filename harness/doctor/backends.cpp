// SPDX-License-Identifier: Apache-2.0
// The workers that are built, and that they start.
#include <algorithm>

#include "doctor.hpp"
#include "point.hpp"
#include "preflight.hpp"
#include "workers.hpp"

namespace assay::doctor {
namespace {

Line start(std::string const& backend, Environment const& environment) {
  try {
    library_of_worker(backend, environment);
    return {"backend " + backend, Level::ok, worker_path(backend).string()};
  } catch (EnvironmentError const& problem) {
    if (needs_device(backend)) {
      return {"backend " + backend, Level::warning, problem.what(),
              "measure where there is a GPU; the other backends need none"};
    }
    return {"backend " + backend, Level::error, problem.what(),
            "load the modules of the build, or build again"};
  }
}

}  // namespace

Lines check_backends(Patient const& patient) {
  auto const backends = built_backends();
  if (backends.empty()) {
    return {{"backends", Level::error, "no worker in " + worker_directory().string(),
             "build with MPI and Kokkos: ./assay --version does it"}};
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
