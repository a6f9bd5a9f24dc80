// SPDX-License-Identifier: Apache-2.0
// What each thread of the process has spent, where any of them can be read at the end.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// What calls of MPI are told apart by.
enum Kind { point_to_point, waiting, collective, one_sided, file, kinds };

/// Name of a kind in the record.
extern char const* const kind_names[kinds];

/// What one thread has spent. Only the thread itself writes it.
struct Thread {
  pid_t id;
  int mpi_depth;     ///< of calls of MPI, one inside the other; MPI's own count too
  int region_depth;  ///< of parallel regions of OpenMP
  int64_t mpi_ticks[kinds];  ///< in the outermost calls
  int64_t mpi_calls[kinds];
  int64_t region_ticks;      ///< in its share of the outermost, without their barriers
  int64_t region_mpi_ticks;  ///< of those, in MPI
  int64_t share_begin;       ///< since when it works at that share; 0: it does not
  int team;                  ///< size of the team that it works in
  bool of_mpi;               ///< started by MPI itself
  bool has_ended;
  double cpu_s;    ///< once it has ended
  char cpus[256];  ///< that it was allowed to use, once it has ended
};

enum { most_threads = 1024 };

/// Those that were seen, in that order.
extern struct Thread threads_seen[most_threads];

/// How many there are; those beyond most_threads share the last.
int count_of_threads(void);

/// That of the calling thread, where it has one.
extern __thread struct Thread* own_thread __attribute__((tls_model("initial-exec")));

/// Gives the calling thread its own.
struct Thread* add_thread(void);

static inline struct Thread* this_thread(void) {
  return __builtin_expect(own_thread != 0, 1) ? own_thread : add_thread();
}
