// SPDX-License-Identifier: Apache-2.0
// A program without MPI that does what its words say.
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

namespace {

double cpu_s() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

/// Of a processor, however long a busy host lets it wait for one.
void work_for(double seconds) {
  double const end_s = cpu_s() + seconds;
  while (cpu_s() < end_s) {
  }
}

void start_threads(int count) {
  std::vector<std::thread> threads;
  for (int n = 0; n < count; ++n) threads.emplace_back(work_for, 0.1);
  for (auto& thread : threads) thread.join();
}

void bind_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

void fork_one() {
  pid_t const child = fork();
  if (child == 0) {
    work_for(0.1);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
}

}  // namespace

int main(int argc, char** argv) {
  char const* const what = argc > 1 ? argv[1] : "";
  if (std::strcmp(what, "threads") == 0) start_threads(3);
  if (std::strcmp(what, "bind") == 0) bind_to(0);
  if (std::strcmp(what, "fork") == 0) fork_one();
  if (std::strcmp(what, "leave") == 0) _exit(0);
  return 0;
}
