// SPDX-License-Identifier: Apache-2.0
// A clock that costs a call of MPI a few nanoseconds.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

/// Whether the processor's counter is steady: set once, by clock_start.
extern bool clock_counts_cycles;

/// Nanoseconds of CLOCK_MONOTONIC.
static inline int64_t monotonic_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/// Ticks of the processor's counter where it is steady, else nanoseconds.
static inline int64_t ticks(void) {
#if defined(__x86_64__)
  if (clock_counts_cycles) return (int64_t)__rdtsc();
#elif defined(__aarch64__)
  int64_t count;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
  return count;
#endif
  return monotonic_ns();
}

/// Chooses the clock, and notes when the process was first seen.
void clock_start(void);

/// Seconds between two ticks, by the rate at which the counter ran since clock_start.
double seconds_between(int64_t begin, int64_t end);

/// Seconds for a sum of differences of ticks.
double seconds_of(int64_t difference);
