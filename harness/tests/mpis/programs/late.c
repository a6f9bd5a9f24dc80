// SPDX-License-Identifier: Apache-2.0
// The last rank comes 0.3 s late to a barrier: the others wait for it in MPI.
#include <mpi.h>
#include <unistd.h>

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank, size;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == size - 1) usleep(300000);
  MPI_Barrier(MPI_COMM_WORLD);
  return MPI_Finalize();
}
