// SPDX-License-Identifier: Apache-2.0
// Which mpiexec there is on this machine, and which fits the workers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/mpi_launcher.hpp"
#include "os/process.hpp"

namespace assay {

/// ASSAY_MPIEXEC, or an empty text.
std::string chosen_mpiexec();

/// The launcher of the MPI that the workers were built with, as the build left it
/// beside them; empty where it is not there any more.
std::string mpiexec_of_build();

/// Asks `program` for its version. Throws EnvironmentError where it does not start.
MpiLauncher ask_mpi_launcher(std::string const& program,
                             Environment const& environment);

/// The same; nothing where it does not start, or does not say of which MPI it is.
std::optional<MpiLauncher> known_mpi_launcher(std::string const& program,
                                              Environment const& environment);

/// ASSAY_MPIEXEC where it is set, else the mpiexec on PATH. Throws EnvironmentError
/// where it does not start.
MpiLauncher find_mpi_launcher(Environment const& environment);

/// The same; but where ASSAY_MPIEXEC is not set, and the one on PATH is not there or
/// not of the workers' own MPI and major release, that of the build, with a note, if it
/// is. Throws EnvironmentError where none fits.
MpiLauncher find_fitting_launcher(std::vector<LinkedWorker> const& workers,
                                  Environment const& environment);

}  // namespace assay
