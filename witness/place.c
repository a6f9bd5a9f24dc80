// SPDX-License-Identifier: Apache-2.0
// What the kernel says of a thread and of the process.
#include "place.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_cpus = 8192 };

ssize_t read_small(char const* path, char* text, size_t size) {
  int const file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  size_t length = 0;
  ssize_t n;
  while (length + 1 < size && (n = read(file, text + length, size - 1 - length)) > 0)
    length += (size_t)n;
  close(file);
  text[length] = 0;
  return (ssize_t)length;
}

void cpus_of(pid_t thread, char* list, size_t size) {
  union {
    cpu_set_t one;
    unsigned char bytes[CPU_ALLOC_SIZE(most_cpus)];
  } set;
  memset(&set, 0, sizeof set);
  list[0] = 0;
  if (sched_getaffinity(thread, sizeof set, &set.one) != 0) return;
  size_t length = 0;
  for (int cpu = 0; cpu < most_cpus; ++cpu) {
    if (!CPU_ISSET_S(cpu, sizeof set, &set.one)) continue;
    int last = cpu;
    while (last + 1 < most_cpus && CPU_ISSET_S(last + 1, sizeof set, &set.one)) ++last;
    int const n =
        snprintf(list + length, size - length, last > cpu ? "%s%d-%d" : "%s%d",
                 length ? "," : "", cpu, last);
    if (n < 0 || (size_t)n >= size - length) {
      list[length] = 0;
      return;
    }
    length += (size_t)n;
    cpu = last;
  }
}

static char const* field(char const* text, char const* name) {
  char const* const found = strstr(text, name);
  return found ? found + strlen(name) : 0;
}

static long long number(char const* text, char const* name) {
  char const* const found = field(text, name);
  return found ? atoll(found) : 0;
}

/// utime and stime, fields 14 and 15 of stat, in ticks.
static double cpu_s_by_stat(char const* path) {
  char text[1024];
  if (read_small(path, text, sizeof text) < 0) return 0;
  char const* const rest = strrchr(text, ')');
  unsigned long user = 0, system = 0;
  if (!rest || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                      &user, &system) != 2)
    return 0;
  return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

int use_of(pid_t thread, struct ThreadUse* use) {
  char path[64], text[4096];
  snprintf(path, sizeof path, "/proc/self/task/%d/status", thread);
  if (read_small(path, text, sizeof text) < 0) return 0;
  use->voluntary_switches = number(text, "\nvoluntary_ctxt_switches:");
  use->involuntary_switches = number(text, "nonvoluntary_ctxt_switches:");
  snprintf(path, sizeof path, "/proc/self/task/%d/schedstat", thread);
  long long ns = 0;
  if (read_small(path, text, sizeof text) > 0) ns = atoll(text);
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
  use->cpu_s = ns > 0 ? 1e-9 * (double)ns : cpu_s_by_stat(path);
  return 1;
}

long long peak_memory_bytes(void) {
  char text[4096];
  return read_small("/proc/self/status", text, sizeof text) < 0
             ? 0
             : 1024 * number(text, "VmHWM:");
}

long long process_start_ns(void) {
  char text[1024];
  if (read_small("/proc/self/stat", text, sizeof text) < 0) return 0;
  char const* const rest = strrchr(text, ')');
  unsigned long long start = 0;
  if (!rest ||
      sscanf(rest + 2,
             "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d "
             "%*d %*d %llu",
             &start) != 1)
    return 0;
  return (long long)(start *
                     (1000000000ULL / (unsigned long long)sysconf(_SC_CLK_TCK)));
}
