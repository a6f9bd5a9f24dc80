// SPDX-License-Identifier: Apache-2.0
// What each thread of the process has spent; those that a program starts are noted when
// they begin and end.
#include "thread.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "export.h"
#include "place.h"
#include "symbols.h"

char const* const kind_names[kinds] = {"point_to_point", "waiting", "collective",
                                       "one_sided", "file"};
struct Thread threads_seen[most_threads];
__thread struct Thread* own_thread __attribute__((tls_model("initial-exec")));

static int taken;

int count_of_threads(void) {
  int const n = __atomic_load_n(&taken, __ATOMIC_ACQUIRE);
  return n < most_threads ? n : most_threads;
}

struct Thread* add_thread(void) {
  int const n = __atomic_fetch_add(&taken, 1, __ATOMIC_ACQ_REL);
  own_thread = &threads_seen[n < most_threads ? n : most_threads - 1];
  own_thread->id = (pid_t)syscall(SYS_gettid);
  return own_thread;
}

/// What a new thread is to run, and whose it is.
struct Start {
  void* (*run)(void*);
  void* argument;
  bool of_mpi;
};

static pthread_key_t end_key;
static pthread_once_t end_key_once = PTHREAD_ONCE_INIT;

/// Runs in each thread that ends, by return or by pthread_exit.
static void note_end(void* thread) {
  struct Thread* const own = thread;
  struct timespec t;
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) == 0)
    own->cpu_s = (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
  cpus_of(0, own->cpus, sizeof own->cpus);
  own->has_ended = true;
}

static void make_end_key(void) { pthread_key_create(&end_key, note_end); }

static void* run_noted(void* start) {
  struct Start const own = *(struct Start*)start;
  free(start);
  add_thread()->of_mpi = own.of_mpi;
  pthread_setspecific(end_key, own_thread);
  return own.run(own.argument);
}

typedef int Create(pthread_t*, pthread_attr_t const*, void* (*)(void*), void*);

EXPORT int pthread_create(pthread_t* thread, pthread_attr_t const* attributes,
                          void* (*run)(void*), void* argument) {
  static Create* next;
  if (!next) next = (Create*)next_symbol("pthread_create", 0);
  struct Start* const start = malloc(sizeof *start);
  if (!start) return next(thread, attributes, run, argument);
  pthread_once(&end_key_once, make_end_key);
  *start = (struct Start){run, argument, own_thread && own_thread->mpi_depth > 0};
  int const problem = next(thread, attributes, run_noted, start);
  if (problem) free(start);
  return problem;
}
