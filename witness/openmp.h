// SPDX-License-Identifier: Apache-2.0
// Parallel regions of OpenMP, of GCC's runtime and of those with the tools' interface.
#pragma once

#include <stdint.h>

struct Regions {
  int64_t count;
  int64_t ticks;        ///< from begin to end, as the thread saw that began them
  int64_t team_ticks;   ///< the same times the size of the team
  int most_threads;     ///< largest team
  char const* runtime;  ///< "GOMP" or "OMPT"; null without regions
};

extern struct Regions regions;
