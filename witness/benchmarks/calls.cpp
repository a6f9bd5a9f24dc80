// SPDX-License-Identifier: Apache-2.0
// What a call of MPI takes, of five kinds: prints `NAME NANOSECONDS` from rank 0, and
// the time of a fixed piece of work with 10^5 short messages a second.
#include <mpi.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

namespace {

/// Of this thread: what others take of a busy host is not in it.
double cpu_s() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

/// Nanoseconds a call: the least of a hundred rounds, each shorter than a time slice.
template <class Call>
void time_call(char const* name, int count, Call call) {
  double least_s = 1e9;
  for (int round = 0; round < 100; ++round) {
    MPI_Barrier(MPI_COMM_WORLD);
    double const begin = cpu_s();
    for (int n = 0; n < count; ++n) call();
    least_s = std::min(least_s, cpu_s() - begin);
  }
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0) std::printf("%s %.2f\n", name, 1e9 * least_s / count);
}

double work(std::vector<double>& values) {
  double sum = 0;
  for (auto& value : values) sum += value = value * 0.999 + 0.5;
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  double mine = 1, got = 0;
  int flag = 0;
  time_call("MPI_Iprobe", 10'000, [&] {
    MPI_Iprobe(MPI_ANY_SOURCE, 9, MPI_COMM_WORLD, &flag, MPI_STATUS_IGNORE);
  });
  time_call("MPI_Sendrecv", 10'000, [&] {
    MPI_Sendrecv(&mine, 1, MPI_DOUBLE, 0, 1, &got, 1, MPI_DOUBLE, 0, 1, MPI_COMM_SELF,
                 MPI_STATUS_IGNORE);
  });
  time_call("MPI_Isend+MPI_Irecv+MPI_Waitall", 5'000, [&] {
    MPI_Request both[2];
    MPI_Irecv(&got, 1, MPI_DOUBLE, 0, 2, MPI_COMM_SELF, &both[0]);
    MPI_Isend(&mine, 1, MPI_DOUBLE, 0, 2, MPI_COMM_SELF, &both[1]);
    MPI_Waitall(2, both, MPI_STATUSES_IGNORE);
  });
  time_call("MPI_Allreduce", 2'000, [&] {
    MPI_Allreduce(&mine, &got, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  });
  time_call("MPI_Barrier", 2'000, [&] { MPI_Barrier(MPI_COMM_WORLD); });
  // Some 10 microseconds of work between two messages.
  std::vector<double> values(5000, 1.0);
  double sum = 0;
  time_call("work", 100, [&] {
    sum += work(values);
    MPI_Sendrecv(&mine, 1, MPI_DOUBLE, 0, 1, &got, 1, MPI_DOUBLE, 0, 1, MPI_COMM_SELF,
                 MPI_STATUS_IGNORE);
  });
  if (sum < 0) std::puts("never");  // so that the work is done
  MPI_Finalize();
  return 0;
}
