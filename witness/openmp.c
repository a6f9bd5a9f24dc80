// SPDX-License-Identifier: Apache-2.0
// Parallel regions of OpenMP. GCC's runtime has no interface for tools: its entries are
// wrapped, and the body that they are given is called through one of ours. Others
// (LLVM, Intel, Cray) call ompt_start_tool (OpenMP 5.2, chapter 19).
#include "openmp.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "export.h"
#include "symbols.h"
#include "thread.h"

struct Regions regions;
static bool has_tools_interface;

static void add_region(int64_t time, int team) {
  __atomic_fetch_add(&regions.count, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&regions.ticks, time, __ATOMIC_RELAXED);
  __atomic_fetch_add(&regions.team_ticks, time * team, __ATOMIC_RELAXED);
  int most = __atomic_load_n(&regions.most_threads, __ATOMIC_RELAXED);
  while (team > most &&
         !__atomic_compare_exchange_n(&regions.most_threads, &most, team, true,
                                      __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

static void begin_share(struct Thread* own) { own->share_begin = ticks(); }

static void end_share(struct Thread* own) {
  if (own->share_begin) own->region_ticks += ticks() - own->share_begin;
  own->share_begin = 0;
}

// ---- GCC

typedef void Body(void*);
struct Work {
  Body* body;
  void* data;
  int team;
};

static void run_share(void* work) {
  struct Work* const own = work;
  struct Thread* const thread = this_thread();
  __atomic_fetch_add(&own->team, 1, __ATOMIC_RELAXED);
  if (thread->region_depth++ == 0) begin_share(thread);
  own->body(own->data);
  if (--thread->region_depth == 0) end_share(thread);
}

static void* gomp_symbol(void** next, char const* name) {
  void* known = __atomic_load_n(next, __ATOMIC_RELAXED);
  if (known) return known;
  known = next_symbol(name, "libgomp");
  if (!known) known = next_symbol(name, "libomp");
  if (!known) _exit(127);  // as the dynamic linker would have
  __atomic_store_n(next, known, __ATOMIC_RELAXED);
  return known;
}

typedef intptr_t Word;
typedef Word Parallel(Body*, void*, Word, Word, Word, Word, Word, Word);

static Word parallel(void** next, char const* name, Body* body, void* data, Word c,
                     Word d, Word e, Word f, Word g, Word h) {
  Parallel* const call = (Parallel*)gomp_symbol(next, name);
  if (has_tools_interface || this_thread()->region_depth > 0)
    return call(body, data, c, d, e, f, g, h);
  struct Work work = {body, data, 0};
  int64_t const begin = ticks();
  Word const result = call(run_share, &work, c, d, e, f, g, h);
  // Another runtime behind the entries of GCC's begins with the first region.
  if (has_tools_interface) return result;
  add_region(ticks() - begin, work.team);
  regions.runtime = "GOMP";
  return result;
}

#define WRAP(name)                                                              \
  EXPORT Word name(Body*, void*, Word, Word, Word, Word, Word, Word);           \
  Word name(Body* a, void* b, Word c, Word d, Word e, Word f, Word g, Word h) { \
    static void* next;                                                          \
    return parallel(&next, #name, a, b, c, d, e, f, g, h);                      \
  }
WRAP(GOMP_parallel)
WRAP(GOMP_parallel_reductions)
WRAP(GOMP_parallel_sections)
WRAP(GOMP_parallel_loop_static)
WRAP(GOMP_parallel_loop_dynamic)
WRAP(GOMP_parallel_loop_guided)
WRAP(GOMP_parallel_loop_runtime)
WRAP(GOMP_parallel_loop_nonmonotonic_dynamic)
WRAP(GOMP_parallel_loop_nonmonotonic_guided)
WRAP(GOMP_parallel_loop_nonmonotonic_runtime)
WRAP(GOMP_parallel_loop_maybe_nonmonotonic_runtime)
#undef WRAP

typedef void Barrier(void);

static void barrier(void** next, char const* name) {
  Barrier* const call = (Barrier*)gomp_symbol(next, name);
  struct Thread* const own = this_thread();
  bool const is_outermost = own->region_depth == 1;
  if (is_outermost) end_share(own);
  call();
  if (is_outermost) begin_share(own);
}

#define WRAP(name)         \
  EXPORT void name(void);  \
  void name(void) {        \
    static void* next;     \
    barrier(&next, #name); \
  }
WRAP(GOMP_barrier)
WRAP(GOMP_loop_end)
WRAP(GOMP_sections_end)
#undef WRAP

// ---- LLVM, Intel, Cray

typedef void Callback(void);
typedef Callback* Lookup(char const*);
typedef int SetCallback(int, Callback*);
enum { implicit_task = 7, sync_region_wait = 16, parallel_begin = 3, parallel_end = 4 };
enum { scope_begin = 1, scope_end = 2 };
enum { initial_task_flag = 1 };

static void on_parallel_begin(void* task, void* frame, int64_t* region,
                              unsigned threads, int flags, void const* code) {
  (void)task, (void)frame, (void)threads, (void)flags, (void)code;
  *region = ticks();
}

static void on_parallel_end(int64_t* region, void* task, int flags, void const* code) {
  (void)task, (void)flags, (void)code;
  if (this_thread()->region_depth > 0) return;  // a nested one
  add_region(ticks() - *region, this_thread()->team);
}

static void on_implicit_task(int endpoint, int64_t* region, int64_t* task,
                             unsigned team, unsigned index, int flags) {
  (void)region, (void)task, (void)index;
  if (flags & initial_task_flag) return;
  struct Thread* const own = this_thread();
  if (endpoint == scope_begin) {
    own->team = (int)team;
    if (own->region_depth++ == 0) begin_share(own);
  } else if (--own->region_depth == 0) {
    end_share(own);
  }
}

static void on_wait(int kind, int endpoint, void* region, void* task,
                    void const* code) {
  (void)kind, (void)region, (void)task, (void)code;
  struct Thread* const own = this_thread();
  if (own->region_depth != 1) return;
  if (endpoint == scope_begin) {
    end_share(own);
  } else {
    begin_share(own);
  }
}

static int start_tool(Lookup* lookup, int device, void* data) {
  (void)device, (void)data;
  SetCallback* const set = (SetCallback*)lookup("ompt_set_callback");
  if (!set) return 0;
  has_tools_interface = true;
  regions.runtime = "OMPT";
  set(parallel_begin, (Callback*)on_parallel_begin);
  set(parallel_end, (Callback*)on_parallel_end);
  set(implicit_task, (Callback*)on_implicit_task);
  set(sync_region_wait, (Callback*)on_wait);
  return 1;
}

static void end_tool(void* data) { (void)data; }

struct Tool {
  int (*initialize)(Lookup*, int, void*);
  void (*finalize)(void*);
  uint64_t data;
};

EXPORT struct Tool* ompt_start_tool(unsigned version, char const* runtime);
struct Tool* ompt_start_tool(unsigned version, char const* runtime) {
  // A tool that the program brings has the runtime for itself.
  typedef struct Tool* Start(unsigned, char const*);
  Start* const other = (Start*)next_symbol("ompt_start_tool", 0);
  struct Tool* const theirs = other ? other(version, runtime) : 0;
  static struct Tool tool = {start_tool, end_tool, 0};
  return theirs || !getenv("ASSAY_WITNESS_DIRECTORY") ? theirs : &tool;
}
