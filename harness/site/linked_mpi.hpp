// SPDX-License-Identifier: Apache-2.0
// Which MPI a user's program is linked with, before it is started.
#pragma once

#include <filesystem>
#include <optional>
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

/// Throws EnvironmentError where a program of several ranks is linked with another MPI
/// than the launcher's. What a script starts is left to the witness.
void require_programs_of(MpiLauncher const& launcher, std::vector<Point> const& points,
                         Environment const& environment);

}  // namespace assay
