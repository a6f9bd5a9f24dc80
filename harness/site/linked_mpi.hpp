// SPDX-License-Identifier: Apache-2.0
// Which MPI a user's program is linked with, before it is started.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/mpi_launcher.hpp"
#include "model/point.hpp"
#include "os/environment.hpp"

namespace assay {

struct LinkedMpi {
  MpiFamily family = MpiFamily::unknown;
  std::string library;  ///< path of the file
};

/// From what the dynamic linker lists, as ldd prints it; nothing where it names no MPI,
/// or one that serves several launchers (libmpi_abi). Pure.
std::optional<LinkedMpi> linked_mpi_in(std::string_view ldd);

/// The same of a file; nothing for a script.
std::optional<LinkedMpi> linked_mpi(std::filesystem::path const& file,
                                    Environment const& environment);

/// The programs named mpiexec that were installed with this MPI library, the nearest
/// first: PREFIX/bin for PREFIX/lib/libmpi.so.12, and the names of Debian's packages,
/// which alone are looked for further out.
std::vector<std::string> launchers_beside(std::filesystem::path const& library);

/// The launcher installed with the MPI of one of these programs that fits them all;
/// none where their MPI cannot be told.
std::optional<MpiLauncher> own_launcher_of(std::set<std::string> const& files,
                                           Environment const& environment);

/// The same of the programs that mpiexec is to start.
std::optional<MpiLauncher> own_launcher_of_programs(std::vector<Point> const& points,
                                                    Environment const& environment);

/// `launcher`, or where it is of another MPI than the programs, no kernel is measured
/// beside them and nobody chose it, the one installed with theirs. Throws
/// EnvironmentError where neither starts them.
MpiLauncher launcher_of_programs(MpiLauncher const& launcher, bool may_be_another,
                                 std::vector<Point> const& points,
                                 Environment const& environment);

}  // namespace assay
