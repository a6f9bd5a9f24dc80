// SPDX-License-Identifier: Apache-2.0
// Time of each kernel of a Kokkos program.
#pragma once

#include <stdint.h>

enum { most_kernels = 256 };

struct KokkosKernel {
  char name[120];
  char const* pattern;  ///< "for", "reduce" or "scan"
  int64_t count, ticks;
};

extern struct KokkosKernel kokkos_kernels[most_kernels];
extern int kokkos_kernel_count;
