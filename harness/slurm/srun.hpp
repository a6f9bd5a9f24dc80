// SPDX-License-Identifier: Apache-2.0
// What the srun of this installation can do, found out once.
#pragma once

#include <optional>
#include <string>

#include "model/machine.hpp"
#include "os/process.hpp"

namespace assay {

/// From what `srun --mpi=list` prints: pmix, which Open MPI needs, else pmi2, or for
/// MPICH and Intel MPI, which know PMI, the other way round; else nothing. Pure.
Srun choose_mpi_plugins(std::string const& list);

/// Asks the srun on the PATH of `environment`; nothing where there is none.
/// SLURM_MPI_TYPE, by which a site or a user chooses, wins.
std::optional<Srun> observe_srun(Environment const& environment);

}  // namespace assay
