// SPDX-License-Identifier: Apache-2.0
// What MPI says of itself and of this rank, and when it began and ended.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { most_phases = 16 };

/// One part of the program, told apart by MPI_Pcontrol.
struct Phase {
  int level;  ///< the argument by which it was begun
  int64_t count;
  int64_t ticks;      ///< within it
  int64_t mpi_ticks;  ///< of those in MPI, of the thread that called
};

/// The MPI of this process. Times are ticks, 0 where it did not come to that.
struct World {
  bool uses_mpi;
  bool by_sessions;  ///< MPI_Session_init without MPI_Init
  char const*
      family;  ///< "Open MPI", "MPICH" (and what descends from it), "MPI ABI" or null
  char library[4096];  ///< path of the library whose MPI_Init was called
  char version[512];   ///< first line of what MPI_Get_library_version says
  int rank, size;      ///< -1 where unknown
  int thread_level;    ///< that was provided; -1 where unknown
  int64_t init_begin, init_end, finalize_begin, finalize_end;
  int aborted_with;  ///< the code of MPI_Abort
  bool was_aborted;
  bool has_spawned;  ///< processes, by MPI_Comm_spawn
  int phase_count;
  struct Phase phases[most_phases];
};

extern struct World world;

/// Ticks in MPI of a thread, all kinds.
struct Thread;
int64_t mpi_ticks_of(struct Thread const* thread);
