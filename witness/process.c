// SPDX-License-Identifier: Apache-2.0
// The witness of a program: loaded before it by LD_PRELOAD, it sees what the program is
// and does, and says so in one file for each process in ASSAY_WITNESS_DIRECTORY. It
// prints nothing, changes nothing, and where nobody asked it only hands calls on.
#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "common/launcher_rank.h"
#include "energy.h"
#include "export.h"
#include "gpus.h"
#include "place.h"
#include "record.h"
#include "symbols.h"
#include "thread.h"

struct Process process;

static char const* const size_variables[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE",
                                             "MV2_COMM_WORLD_SIZE", "SLURM_NTASKS"};

static void copy(char* to, size_t size, char const* from) {
  snprintf(to, size, "%s", from ? from : "");
}

static void copy_first(char* to, size_t size, char const* const* names, size_t count) {
  for (size_t n = 0; n < count && !to[0]; ++n) copy(to, size, getenv(names[n]));
}

/// The launcher itself has the variables of the witness too, but no rank; where there
/// is no launcher the harness says so.
static void find_top(void) {
  char const* const top = getenv("ASSAY_WITNESS_TOP");
  bool const is_rank = process.launcher_rank[0] || getenv("ASSAY_WITNESS_ALONE");
  char own[sizeof process.top];
  snprintf(own, sizeof own, "%s.%d", process.host, process.id);
  // A wrapper that became the program (env, taskset) left its own name, which is ours.
  process.is_topmost = is_rank && (!top || strcmp(top, own) == 0);
  if (process.is_topmost) {
    copy(process.top, sizeof process.top, own);
    setenv("ASSAY_WITNESS_TOP", process.top, 1);
  } else {
    copy(process.top, sizeof process.top, top);
  }
}

static double seconds_since_start(void) {
  struct timespec t;
  clock_gettime(CLOCK_BOOTTIME, &t);
  long long const start = process_start_ns();
  double const s = 1e-9 * (double)(t.tv_sec * 1000000000LL + t.tv_nsec - start);
  return start > 0 && s > 0 ? s : 0;
}

__attribute__((constructor)) static void begin(void) {
  clock_start();
  process.begin = ticks();
  process.id = getpid();
  add_thread();
  if (secure_getenv("ASSAY_WITNESS_DIRECTORY") == 0) return;
  copy(process.directory, sizeof process.directory, getenv("ASSAY_WITNESS_DIRECTORY"));
  copy(process.nonce, sizeof process.nonce, getenv("ASSAY_WITNESS_NONCE"));
  gethostname(process.host, sizeof process.host - 1);
  copy(process.launcher_rank, sizeof process.launcher_rank, rank_told_by_launcher());
  copy_first(process.launcher_size, sizeof process.launcher_size, size_variables,
             sizeof size_variables / sizeof *size_variables);
  // Bash has a getenv of its own, which knows nothing more after the first setenv.
  begin_energy(getenv("ASSAY_WITNESS_POWERCAP"));
  begin_gpus(getenv("ASSAY_WITNESS_NVML"));
  find_top();
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  process.start_ns = t.tv_sec * 1000000000LL + t.tv_nsec;
  process.loading_s = seconds_since_start();
  cpus_of(0, process.cpus_at_start, sizeof process.cpus_at_start);
}

static void finish(void) {
  note_process();
  write_record();
}

__attribute__((destructor)) static void end(void) { finish(); }

/// A program that ends without its exit handlers.
static void end_at_once(int code) {
  if (getpid() == process.id) finish();
  for (;;) syscall(SYS_exit_group, code);
}

EXPORT __attribute__((noreturn)) void _exit(int code) {
  end_at_once(code);
  __builtin_unreachable();
}

EXPORT __attribute__((noreturn)) void _Exit(int code) {
  end_at_once(code);
  __builtin_unreachable();
}
