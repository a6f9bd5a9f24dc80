// SPDX-License-Identifier: Apache-2.0
// How a program of Kokkos is led to a library that is told of its kernels.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "os/environment.hpp"

namespace assay {

/// The variable that names the library: KOKKOS_TOOLS_LIBS, and in programs of a Kokkos
/// that does not know it yet (3.6 and before) KOKKOS_PROFILE_LIBRARY, of which later
/// ones warn. `files` are those of the program.
std::string kokkos_variable(std::vector<std::string> const& files,
                            Environment const& environment);

}  // namespace assay
