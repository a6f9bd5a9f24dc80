// SPDX-License-Identifier: Apache-2.0
// A program of MPI and Kokkos: each rank sleeps longer than the one before it, in a
// kernel with a label, and runs one that has none.
#include <mpi.h>
#include <unistd.h>

#include <Kokkos_Core.hpp>
#include <cstdio>

namespace {

using Space = Kokkos::DefaultHostExecutionSpace;
using Range = Kokkos::RangePolicy<Space>;

struct NoLabel {
  void operator()(int) const {}
};

void run_kernels(int rank) {
  for (int n = 0; n < 2; ++n) {
    auto const wait_us = static_cast<unsigned>(50000 * (rank + 1));
    Kokkos::parallel_for("sleep", Range(0, 1), [=](int) { usleep(wait_us); });
  }
  int sum = 0;
  Kokkos::parallel_reduce(
      "add", Range(0, 100), [](int i, int& s) { s += i; }, sum);
  Kokkos::parallel_for(Range(0, 1), NoLabel());
  if (rank == 0) std::printf("sum %d in %s\n", sum, Space::name());
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  Kokkos::initialize(argc, argv);
  run_kernels(rank);
  Kokkos::finalize();
  MPI_Finalize();
}
