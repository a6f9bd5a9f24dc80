// SPDX-License-Identifier: Apache-2.0
// What the kernel says of a thread and of the process.
#pragma once

#include <stddef.h>
#include <sys/types.h>

/// The CPUs that a thread (0: the calling one) may use, as "0-3,8"; empty where
/// unknown.
void cpus_of(pid_t thread, char* list, size_t size);

/// What a thread has used until now.
struct ThreadUse {
  double cpu_s;
  long long voluntary_switches, involuntary_switches;
};

/// Fails (returns 0) where the thread is gone.
int use_of(pid_t thread, struct ThreadUse* use);

/// Largest resident memory of the process until now, in bytes.
long long peak_memory_bytes(void);

/// Nanoseconds of CLOCK_BOOTTIME at which the process was started, in the kernel's
/// ticks of 10 ms; 0 where unknown.
long long process_start_ns(void);

/// Reads a small file whole, and ends it with a zero; its length, or -1.
ssize_t read_small(char const* path, char* text, size_t size);
