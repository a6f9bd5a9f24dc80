// SPDX-License-Identifier: Apache-2.0
// Which mpiexec there is, and of which MPI: their options differ, and a worker that is
// started by another MPI's launcher runs as so many worlds of one rank.
#pragma once

#include <string>

#include "process.hpp"

namespace assay {

/// By the protocol between launcher and ranks: MPICH's also starts what is built with
/// its descendants (MVAPICH, Intel MPI).
enum class MpiFamily { unknown, open_mpi, mpich };

struct MpiLauncher {
  std::string program = "mpiexec";  ///< a name on PATH, or a path
  MpiFamily family = MpiFamily::open_mpi;
  std::string version{};  ///< the line by which it names itself
};

/// ASSAY_MPIEXEC, else "mpiexec".
std::string mpiexec_program();

/// From what `program --version` printed. Pure.
MpiLauncher parse_mpi_launcher(std::string const& program, std::string const& text);

/// Of the string by which an MPI library names itself. Pure.
MpiFamily family_of_library(std::string const& library);

/// Why this launcher cannot start a worker linked with this library, or an empty text.
/// What is not known is left to the gate. Pure.
std::string mismatch(MpiLauncher const& launcher, std::string const& worker,
                     std::string const& library);

/// Asks mpiexec_program() for its version. Throws EnvironmentError where it does not
/// start.
MpiLauncher find_mpi_launcher(Environment const& environment);

}  // namespace assay
