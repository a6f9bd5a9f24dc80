// SPDX-License-Identifier: Apache-2.0
// The process that the witness is in, from its start on.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct Process {
  char directory[4096];  ///< where records go; empty: nobody asked
  char nonce[64];        ///< of the attempt
  pid_t id;
  char host[256];
  int64_t begin;       ///< ticks when the witness was loaded
  double loading_s;    ///< from the start of the process until then; steps of 10 ms
  long long start_ns;  ///< CLOCK_REALTIME when the witness was loaded
  char cpus_at_start[256];
  char launcher_rank[16],
      launcher_size[16];  ///< as the launcher's variables say; or empty
  bool is_topmost;        ///< the first process of its rank: its parent is a launcher
  char top[300];          ///< host and id of the first process of this rank
};

extern struct Process process;
