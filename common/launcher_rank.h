// SPDX-License-Identifier: Apache-2.0
// How launchers tell a process which rank it is. For C and C++, hence as C has it.
#pragma once

// NOLINTBEGIN(modernize-*)
#include <stdlib.h>

/// Those of PMIx and Open MPI, of MPICH and Intel MPI, of MVAPICH, PALS, Flux, jsrun,
/// aprun and Slurm.
static char const* const rank_variables[] = {
    "OMPI_COMM_WORLD_RANK", "PMIX_RANK",   "PMI_RANK",
    "MV2_COMM_WORLD_RANK",  "PALS_RANKID", "FLUX_TASK_RANK",
    "JSM_NAMESPACE_RANK",   "ALPS_APP_PE", "SLURM_PROCID"};

/// The first of them that is set; null where no launcher started this process.
static inline char const* rank_told_by_launcher(void) {
  for (size_t n = 0; n < sizeof rank_variables / sizeof *rank_variables; ++n) {
    char const* const rank = getenv(rank_variables[n]);
    if (rank != 0 && *rank != '\0') return rank;
  }
  return 0;
}
// NOLINTEND(modernize-*)
