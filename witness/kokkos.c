// SPDX-License-Identifier: Apache-2.0
// Time of each kernel of a Kokkos program: the interface of Kokkos Tools (3.x to 5.x),
// to which KOKKOS_TOOLS_LIBS leads. Kokkos calls it from the thread that dispatches.
#include "kokkos.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "export.h"

struct KokkosKernel kokkos_kernels[most_kernels];
int kokkos_kernel_count;

static int64_t begins[64];  ///< of the kernels that run, one inside the other
static int depth;

/// Its place in the table; the last one is for all that it has no room for.
static uint64_t number_of(char const* name, char const* pattern) {
  int n = 0;
  while (n < kokkos_kernel_count && (kokkos_kernels[n].pattern != pattern ||
                                     strncmp(kokkos_kernels[n].name, name,
                                             sizeof kokkos_kernels[n].name - 1) != 0))
    ++n;
  if (n < kokkos_kernel_count) return (uint64_t)n;
  if (n == most_kernels - 1) name = "others";
  if (n == most_kernels) return most_kernels - 1;
  kokkos_kernels[n].pattern = pattern;
  snprintf(kokkos_kernels[n].name, sizeof kokkos_kernels[n].name, "%s", name);
  ++kokkos_kernel_count;
  return (uint64_t)n;
}

static void begin(char const* name, char const* pattern, uint64_t* id) {
  *id = number_of(name ? name : "", pattern);
  if (depth < 64) begins[depth] = ticks();
  ++depth;
}

static void end(uint64_t id) {
  if (depth == 0 || id >= most_kernels) return;
  --depth;
  if (depth >= 64) return;
  kokkos_kernels[id].ticks += ticks() - begins[depth];
  ++kokkos_kernels[id].count;
}

static char const for_name[] = "for", reduce_name[] = "reduce", scan_name[] = "scan";

#define PATTERN(pattern)                                                          \
  EXPORT void kokkosp_begin_parallel_##pattern(char const*, uint32_t, uint64_t*); \
  void kokkosp_begin_parallel_##pattern(char const* name, uint32_t device,        \
                                        uint64_t* id) {                           \
    (void)device;                                                                 \
    begin(name, pattern##_name, id);                                              \
  }                                                                               \
  EXPORT void kokkosp_end_parallel_##pattern(uint64_t);                           \
  void kokkosp_end_parallel_##pattern(uint64_t id) { end(id); }
PATTERN(for)
PATTERN(reduce)
PATTERN(scan)

EXPORT void kokkosp_init_library(int, uint64_t, uint32_t, void*);
void kokkosp_init_library(int order, uint64_t version, uint32_t devices, void* device) {
  (void)order, (void)version, (void)devices, (void)device;
}
