// SPDX-License-Identifier: Apache-2.0
// By which plugin of Slurm the ranks of each point become one world.
#pragma once

#include <string>
#include <vector>

#include "model/machine.hpp"
#include "model/point.hpp"
#include "os/environment.hpp"

namespace assay {

/// The value of srun's --mpi= for each point, by the MPI that its program, or the
/// worker of its kernel, is linked with; that of our workers where this cannot be told,
/// or where nobody looks at the program. Empty texts where there is no srun.
std::vector<std::string> srun_plugins(Machine const& machine,
                                      std::vector<Point> const& points,
                                      Environment const& environment);

}  // namespace assay
