// SPDX-License-Identifier: Apache-2.0
// The `./my_app` of the documentation: a program with MPI that nothing is known of,
// which shares a fixed amount of work among its ranks and threads, and prints its time.
#include <mpi.h>
#include <stdio.h>

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank = 0, size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Barrier(MPI_COMM_WORLD);
  double const start = MPI_Wtime();
  double mine = 0, sum = 0;
#pragma omp parallel for reduction(+ : mine)
  for (long i = rank; i < 20000000; i += size)
    mine += 1.0 / (1.0 + (double)i * (double)i);
  MPI_Reduce(&mine, &sum, 1, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
  if (rank == 0) printf("sum %.6f\nLoop time of %.4f s\n", sum, MPI_Wtime() - start);
  return MPI_Finalize();
}
