// SPDX-License-Identifier: Apache-2.0
// A clock that costs a call of MPI a few nanoseconds.
#include "clock.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

bool clock_counts_cycles = false;

static int64_t first_ticks, first_ns;

#if defined(__x86_64__)
/// Whether the counter runs at one rate whatever the processor's clock and sleep do,
/// and the kernel did not find it unsteady (Intel SDM 3B, 18.17.1: CPUID 80000007H, EDX
/// bit 8).
static bool counter_is_steady(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(0x80000007, &a, &b, &c, &d) || !(d & (1U << 8))) return false;
  char source[32] = "";
  int const file =
      open("/sys/devices/system/clocksource/clocksource0/current_clocksource",
           O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t const n = read(file, source, sizeof source - 1);
  close(file);
  return n > 0 && strncmp(source, "hpet", 4) != 0 && strncmp(source, "acpi_pm", 7) != 0;
}
#endif

void clock_start(void) {
#if defined(__x86_64__)
  clock_counts_cycles = counter_is_steady();
#endif
  first_ns = monotonic_ns();
  first_ticks = ticks();
}

double seconds_of(int64_t difference) {
  int64_t const passed_ns = monotonic_ns() - first_ns;
  int64_t const passed_ticks = ticks() - first_ticks;
  if (passed_ticks <= 0 || passed_ns <= 0) return 0;
  return (double)difference * ((double)passed_ns / (double)passed_ticks) * 1e-9;
}

double seconds_between(int64_t begin, int64_t end) { return seconds_of(end - begin); }
