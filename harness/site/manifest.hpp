// SPDX-License-Identifier: Apache-2.0
// Machine, build and environment of a run, stored once per distinct value.
#pragma once

#include "common/json.hpp"
#include "model/machine.hpp"
#include "model/mpi_launcher.hpp"
#include "os/process.hpp"

namespace assay {

/// `machine`, `build` and `environment`, without id.
Json make_manifest(Machine const& machine, MpiLauncher const& mpi);

/// The environment of every launch before launcher and point add theirs.
Environment launch_environment(Machine const& machine);

}  // namespace assay
