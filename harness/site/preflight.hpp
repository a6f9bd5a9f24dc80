// SPDX-License-Identifier: Apache-2.0
// What is looked at once, before the first launch of a study.
#pragma once

#include <string>
#include <vector>

#include "common/json.hpp"
#include "model/mpi_launcher.hpp"
#include "os/process.hpp"
#include "plan/plan.hpp"

namespace assay {

/// What a worker says of itself: backend, runs_threads, mpi and others. Null where a
/// signal came first. Throws EnvironmentError where it does not start.
Json describe_worker(std::string const& backend, Environment const& environment);

/// The MPI library that a worker is linked with, as it names itself. Throws
/// EnvironmentError where the worker does not start.
std::string library_of_worker(std::string const& backend,
                              Environment const& environment);

/// Moves the points of this host whose backend needs a driver or a device that is not
/// here to the skipped ones. Those of srun may run on other nodes: of them the judge
/// says so.
Plan without_missing_devices(Plan plan, Environment const& environment);

/// The launcher for these points, where any needs one. Throws EnvironmentError where it
/// does not start, or is of another MPI than a worker.
MpiLauncher prepare_launcher(std::vector<Point> const& points,
                             Environment const& environment);

/// The launcher that prepare_launcher would take for the workers that are built; where
/// none fits, that of ASSAY_MPIEXEC or PATH all the same. Throws EnvironmentError where
/// there is none that starts.
MpiLauncher launcher_of_built_workers(Environment const& environment);

}  // namespace assay
