// SPDX-License-Identifier: Apache-2.0
// Time of each kernel of a Kokkos program.
#pragma once

#include <stdint.h>

enum { most_kernels = 256 };

/// One label that the program gave, or the name of a type where it gave none.
struct KokkosKernel {
  char name[512];
  char const* pattern;  ///< "for", "reduce" or "scan"; null: there is none here
  char const* space;    ///< where it ran last: "Serial", "OpenMP", "Cuda", ...
  int64_t count, ticks;
};

/// At places by their names, with gaps; the last one is for all that have no room.
extern struct KokkosKernel kokkos_kernels[most_kernels + 1];
