// SPDX-License-Identifier: Apache-2.0
// The start and the end of MPI.
#include "mpi_scope.hpp"

#include <mpi.h>

#include <stdexcept>

namespace assay {

MpiScope::MpiScope(int& argc, char**& argv) {
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  if (provided < MPI_THREAD_FUNNELED) {
    MPI_Finalize();
    throw std::runtime_error(
        "this MPI does not allow threads beside the one that calls it "
        "(MPI_THREAD_FUNNELED). Use a build of it that does");
  }
}

MpiScope::~MpiScope() { MPI_Finalize(); }

}  // namespace assay
