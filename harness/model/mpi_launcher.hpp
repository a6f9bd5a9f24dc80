// SPDX-License-Identifier: Apache-2.0
// Which mpiexec there is, and of which MPI: their options differ, and a worker that is
// started by another MPI's launcher runs as so many worlds of one rank.
#pragma once

#include <string>
#include <vector>

#include "process.hpp"

namespace assay {

/// Whose words a launcher understands. MPICH: and its descendants (MVAPICH).
enum class MpiFamily { unknown, open_mpi, mpich, intel };

struct MpiLauncher {
  std::string program = "mpiexec";  ///< a name on PATH, or a path
  MpiFamily family = MpiFamily::open_mpi;
  std::string version{};  ///< the line by which it names itself
  std::string note{};     ///< why another than the one on PATH was taken; may be empty
};

/// A worker, and the string by which the MPI library that it is linked with names
/// itself.
struct LinkedWorker {
  std::string worker, library;
};

/// ASSAY_MPIEXEC, or an empty text.
std::string chosen_mpiexec();

/// The launcher of the MPI that the workers were built with, as the build left it
/// beside them; empty where it is not there any more.
std::string mpiexec_of_build();

/// From what `program --version` printed. Pure.
MpiLauncher parse_mpi_launcher(std::string const& program, std::string const& text);

/// Of the string by which an MPI library names itself. Pure.
MpiFamily family_of_library(std::string const& library);

/// Why this launcher cannot start a worker linked with this library, or an empty text.
/// MPICH and Intel MPI start each other's programs; what is not known is left to the
/// gate. Pure.
std::string mismatch(MpiLauncher const& launcher, std::string const& worker,
                     std::string const& library);

/// Asks `program` for its version. Throws EnvironmentError where it does not start.
MpiLauncher ask_mpi_launcher(std::string const& program,
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
