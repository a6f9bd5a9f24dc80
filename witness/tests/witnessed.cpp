// SPDX-License-Identifier: Apache-2.0
// A program of MPI that does what its words say.
#include <dlfcn.h>
#include <mpi.h>
#include <omp.h>
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

namespace {

void work_for(double seconds) {
  using Clock = std::chrono::steady_clock;
  auto const end = Clock::now() + std::chrono::duration<double>(seconds);
  while (Clock::now() < end) {
  }
}

int rank() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

int size() {
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  return size;
}

// The last rank is late by 0.3 s.
void wait_for_the_last() {
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank() == size() - 1) usleep(300000);
  MPI_Barrier(MPI_COMM_WORLD);
}

// Arguments by registers and by the stack arrive as they were.
bool exchanges_well() {
  int const next = (rank() + 1) % size(), previous = (rank() + size() - 1) % size();
  double const mine = rank();
  double got = -1;
  MPI_Status status;
  MPI_Sendrecv(&mine, 1, MPI_DOUBLE, next, 7, &got, 1, MPI_DOUBLE, previous, 7,
               MPI_COMM_WORLD, &status);
  std::size_t const n = static_cast<std::size_t>(size());
  std::vector<int> counts(n, 1), places(n), from(n), to(n);
  std::vector<MPI_Datatype> types(n, MPI_INT);
  for (std::size_t i = 0; i < n; ++i) {
    places[i] = static_cast<int>(sizeof(int) * i);
    from[i] = rank() * 1000 + static_cast<int>(i);
  }
  MPI_Alltoallw(from.data(), counts.data(), places.data(), types.data(), to.data(),
                counts.data(), places.data(), types.data(), MPI_COMM_WORLD);
  bool good = got == previous && status.MPI_SOURCE == previous;
  for (std::size_t i = 0; i < n; ++i)
    good = good && to[i] == static_cast<int>(i) * 1000 + rank();
  return good;
}

void run_phases() {
  for (int n = 0; n < 3; ++n) {
    MPI_Pcontrol(1);
    work_for(0.05);
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Pcontrol(0);
    work_for(0.02);
  }
}

// The phase that is left when the program ends counts too.
void run_open_phase() {
  MPI_Pcontrol(2);
  usleep(50000);
}

// Rank 0 is busy for 1 s and rank 1 for 1.25 s before they wait for each other.
void work_unevenly() {
  MPI_Barrier(MPI_COMM_WORLD);
  work_for(rank() == 0 ? 1.0 : 1.25);
  MPI_Barrier(MPI_COMM_WORLD);
}

// The first of two threads waits in MPI for the last rank, within a region.
void wait_in_region() {
  MPI_Barrier(MPI_COMM_WORLD);
#pragma omp parallel num_threads(2)
  {
    if (omp_get_thread_num() == 0) {
      if (rank() == size() - 1) usleep(300000);
      MPI_Barrier(MPI_COMM_WORLD);
    }
  }
}

// Two threads, of which the second works four times as long.
void run_regions() {
  for (int n = 0; n < 2; ++n) {
#pragma omp parallel num_threads(2)
    work_for(omp_get_thread_num() == 1 ? 0.2 : 0.05);
  }
}

// Both threads communicate at once, each with a communicator of its own.
void communicate_from_two_threads() {
  MPI_Comm other;
  MPI_Comm_dup(MPI_COMM_WORLD, &other);
  std::thread second([&] {
    for (int n = 0; n < 1000; ++n) MPI_Barrier(other);
  });
  for (int n = 0; n < 1000; ++n) MPI_Barrier(MPI_COMM_WORLD);
  second.join();
  MPI_Comm_free(&other);
}

double cpu_s() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

// 0.6 s of processors, however long a busy host lets it wait for them.
void work_in_threads(int count) {
#pragma omp parallel num_threads(count)
  {
    double const end_s = cpu_s() + 0.6 / count;
    while (cpu_s() < end_s) {
    }
  }
}

// One thread for 0.3 s, then two, for 0.3 and 0.6 s: so long on a busy host too. Both
// use some CPU time, by which they are seen to have been at work.
void run_hybrid() {
  usleep(300000);
#pragma omp parallel
  {
    auto const share = std::chrono::milliseconds(omp_get_thread_num() == 0 ? 300 : 600);
    auto const end = std::chrono::steady_clock::now() + share;
    double const busy_s = cpu_s() + 0.08;
    while (cpu_s() < busy_s) {
    }
    std::this_thread::sleep_until(end);
  }
}

// Every rank to the first CPU, or to all.
void bind_to(bool first_only) {
  cpu_set_t set;
  CPU_ZERO(&set);
  int const count = first_only ? 1 : static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
  for (int cpu = 0; cpu < count; ++cpu) CPU_SET(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

// One process more, which leaves at once.
void spawn_one(char* program) {
  MPI_Comm child;
  MPI_Comm_spawn(program, MPI_ARGV_NULL, 1, MPI_INFO_NULL, 0, MPI_COMM_WORLD, &child,
                 MPI_ERRCODES_IGNORE);
  MPI_Comm_disconnect(&child);
}

/// Whether this is that process.
bool was_spawned() {
  MPI_Comm parent;
  MPI_Comm_get_parent(&parent);
  if (parent == MPI_COMM_NULL) return false;
  MPI_Comm_disconnect(&parent);
  return true;
}

void* load_driver() { return dlopen("libcuda.so.1", RTLD_NOW); }

bool open_gpu() {
  void* const driver = load_driver();
  auto* const start = reinterpret_cast<int (*)(unsigned)>(
      driver == nullptr ? nullptr : dlsym(driver, "cuInit"));
  return start != nullptr && start(0) == 0;
}

int run(char const* what, int count) {
  auto const is = [&](char const* name) { return std::strcmp(what, name) == 0; };
  if (is("barrier")) wait_for_the_last();
  if (is("exchange") && !exchanges_well()) return 1;
  if (is("phases")) run_phases();
  if (is("open_phase")) run_open_phase();
  if (is("uneven")) work_unevenly();
  if (is("hybrid")) run_hybrid();
  if (is("wait_in_region")) wait_in_region();
  if (is("regions")) run_regions();
  if (is("threads")) communicate_from_two_threads();
  if (is("work")) work_in_threads(count);
  if (is("bind") || is("free")) bind_to(is("bind"));
  if (is("abort")) MPI_Abort(MPI_COMM_WORLD, 0);
  if (is("driver") && !load_driver()) return 1;
  if (is("gpu") && !open_gpu()) return 1;
  if (is("leave")) _exit(0);
  if (is("crash")) std::raise(SIGSEGV);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  char const* const what = argc > 1 ? argv[1] : "";
  int level = 0;
  MPI_Init_thread(
      &argc, &argv,
      std::strcmp(what, "threads") == 0 ? MPI_THREAD_MULTIPLE : MPI_THREAD_SINGLE,
      &level);
  if (std::strcmp(what, "spawn") == 0) spawn_one(argv[0]);
  if (was_spawned()) return MPI_Finalize();
  int const code = run(what, argc > 2 ? std::atoi(argv[2]) : 1);
  if (rank() == 0) std::puts("done");
  MPI_Finalize();
  return code;
}
