// SPDX-License-Identifier: Apache-2.0
// Time of each kernel of a Kokkos program: the interface of Kokkos Tools (3.x to 5.x),
// to which KOKKOS_TOOLS_LIBS leads. Kokkos calls it from the thread that dispatches.
#include "kokkos.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "export.h"
#include "process.h"

struct KokkosKernel kokkos_kernels[most_kernels + 1];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static char const for_name[] = "for", reduce_name[] = "reduce", scan_name[] = "scan";

/// FNV-1a; of as much of the name as is kept.
static unsigned hash_of(char const* name) {
  unsigned hash = 2166136261U;
  size_t const most = sizeof kokkos_kernels->name - 1;
  for (size_t n = 0; n < most && name[n]; ++n)
    hash = (hash ^ (unsigned char)name[n]) * 16777619U;
  return hash;
}

static bool is_same(struct KokkosKernel const* kernel, char const* name,
                    char const* pattern) {
  return kernel->pattern == pattern &&
         strncmp(kernel->name, name, sizeof kernel->name - 1) == 0;
}

/// Its place in the table, which it is given where it has none yet.
static unsigned place_of(char const* name, char const* pattern) {
  unsigned const first = hash_of(name);
  for (unsigned n = 0; n < most_kernels; ++n) {
    unsigned const place = (first + n) % most_kernels;
    struct KokkosKernel* const kernel = &kokkos_kernels[place];
    if (kernel->pattern && !is_same(kernel, name, pattern)) continue;
    if (!kernel->pattern) snprintf(kernel->name, sizeof kernel->name, "%s", name);
    kernel->pattern = pattern;
    return place;
  }
  struct KokkosKernel* const others = &kokkos_kernels[most_kernels];
  snprintf(others->name, sizeof others->name, "others");
  others->pattern = for_name;
  return most_kernels;
}

/// By Kokkos' number of a device, whose eight highest bits tell its kind.
static char const* space_of(uint32_t device) {
  static char const* const names[] = {"Serial",  "OpenMP",       "Cuda",
                                      "HIP",     "OpenMPTarget", "HPX",
                                      "Threads", "SYCL",         "OpenACC"};
  uint32_t const kind = device >> 24;
  return kind < sizeof names / sizeof *names ? names[kind] : "";
}

/// The number that Kokkos hands back at the end: when it began, and which one it is.
static void begin(char const* name, char const* pattern, uint32_t device,
                  uint64_t* id) {
  pthread_mutex_lock(&lock);
  unsigned const place = place_of(name ? name : "", pattern);
  kokkos_kernels[place].space = space_of(device);
  pthread_mutex_unlock(&lock);
  *id = (uint64_t)(ticks() - process.begin) * (most_kernels + 1) + place;
}

static void end(uint64_t id) {
  int64_t const now = ticks() - process.begin;
  struct KokkosKernel* const kernel = &kokkos_kernels[id % (most_kernels + 1)];
  int64_t const took = now - (int64_t)(id / (most_kernels + 1));
  __atomic_fetch_add(&kernel->ticks, took, __ATOMIC_RELAXED);
  __atomic_fetch_add(&kernel->count, 1, __ATOMIC_RELAXED);
}

#define PATTERN(pattern)                                                          \
  EXPORT void kokkosp_begin_parallel_##pattern(char const*, uint32_t, uint64_t*); \
  void kokkosp_begin_parallel_##pattern(char const* name, uint32_t device,        \
                                        uint64_t* id) {                           \
    begin(name, pattern##_name, device, id);                                      \
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

struct Settings {
  bool requires_global_fencing;
  bool others[255];
};

/// No kernel of a GPU is waited for that the program does not wait for: its time is
/// then that of its start alone.
EXPORT void kokkosp_request_tool_settings(uint32_t, struct Settings*);
void kokkosp_request_tool_settings(uint32_t count, struct Settings* settings) {
  if (count > 0) settings->requires_global_fencing = false;
}
