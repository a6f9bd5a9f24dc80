// SPDX-License-Identifier: Apache-2.0
// A program as users have them: it knows MPI, and nothing of assay.
#include <mpi.h>
#include <stdio.h>

int main(int argc, char** argv) {
  enum { steps = 200000000 };
  int rank = 0;
  int ranks = 1;
  double mine = 0;
  double pi = 0;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  double const start = MPI_Wtime();
  for (int i = rank; i < steps; i += ranks) {
    double const x = (i + 0.5) / steps;
    mine += 4 / (1 + x * x) / steps;
  }
  MPI_Reduce(&mine, &pi, 1, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
  if (rank == 0) printf("pi = %.9f\ntime: %.6f s\n", pi, MPI_Wtime() - start);
  MPI_Finalize();
  return 0;
}
