// SPDX-License-Identifier: Apache-2.0
// What MPI says of itself and of this rank, and when it began and ended. Nothing is
// communicated, and nothing asked that an MPI could take amiss.
#include "world.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "call.h"
#include "export.h"
#include "process.h"
#include "record.h"
#include "symbols.h"

struct World world = {.rank = -1, .size = -1, .thread_level = -1};

/// Where an MPI that the program opened by itself is looked for.
static char const* const libraries[] = {"libmpi.so",   "libmpich.so", "libmpi_abi.so",
                                        "libmpi_cray", "libmpi_gnu",  "libmpi"};

static void* mpi_symbol(char const* name) {
  void* symbol = next_symbol(name, 0);
  for (unsigned n = 0; !symbol && n < sizeof libraries / sizeof *libraries; ++n)
    symbol = next_symbol(name, libraries[n]);
  return symbol;
}

Call* find_call(Call** next, char const* name) {
  Call* call = (Call*)mpi_symbol(name);
  // The other name: MPICH's library of the standard's ABI has no PMPI_ before
  // release 5.1.
  char other[64];
  snprintf(other, sizeof other, "P%s", name);
  if (!call) call = (Call*)mpi_symbol(name[0] == 'P' ? name + 1 : other);
  if (!call) _exit(127);
  __atomic_store_n(next, call, __ATOMIC_RELAXED);
  return call;
}

static void note_library(Call* init) {
  Dl_info info;
  if (dladdr((void*)init, &info) && info.dli_fname)
    snprintf(world.library, sizeof world.library, "%s", info.dli_fname);
  Call* const get_version = (Call*)mpi_symbol("MPI_Get_library_version");
  if (!get_version) return;
  static char
      text[8192];  // MPI_MAX_LIBRARY_VERSION_STRING is 8192 in MPICH, 256 in Open MPI
  int length = 0;
  get_version((Word)text, (Word)&length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  text[strcspn(text, "\n")] = 0;
  text[sizeof world.version - 1] = 0;
  strcpy(world.version, text);
}

static bool names(char const* text) { return strstr(world.version, text) != 0; }

/// The handle of MPI_COMM_WORLD: an address in Open MPI, in the standard's ABI
/// (MPI 5.0, chapter 20) and in MPICH a number. 0 where it is not certain: an MPI ends
/// a program for a wrong one.
static Word world_handle(void) {
  if (strncmp(file_name(world.library), "libmpi_abi.", 11) == 0) {
    world.family = "MPI ABI";
    return 0x101;
  }
  // A program that names the object has it itself (a copy relocation), not its library.
  void* const own = dlsym(RTLD_DEFAULT, "ompi_mpi_comm_world");
  void* const symbol = own ? own : mpi_symbol("ompi_mpi_comm_world");
  if (symbol) world.family = "Open MPI";
  if (symbol) return (Word)symbol;
  if (names("MPICH") || names("Intel(R) MPI") || names("MVAPICH") ||
      names("ParaStation")) {
    world.family = "MPICH";
    return 0x44000000;
  }
  return 0;
}

static void note_rank(void) {
  Word const handle = world_handle();
  Call* const get_rank = (Call*)mpi_symbol("PMPI_Comm_rank");
  Call* const get_size = (Call*)mpi_symbol("PMPI_Comm_size");
  Call* const rank = get_rank ? get_rank : (Call*)mpi_symbol("MPI_Comm_rank");
  Call* const size = get_size ? get_size : (Call*)mpi_symbol("MPI_Comm_size");
  if (!handle || !rank || !size) return;
  rank(handle, (Word)&world.rank, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  size(handle, (Word)&world.size, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

static void note_thread_level(void) {
  Call* const query = (Call*)mpi_symbol("MPI_Query_thread");
  if (query) query((Word)&world.thread_level, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

static Word init(Call** next, char const* name, ARGUMENTS) {
  Call* const call = next_call(next, name);
  struct Thread* const own = this_thread();
  if (own->mpi_depth > 0) return call(ARGUMENTS_ON);
  own->mpi_depth = 1;
  world.uses_mpi = true;  // it may end within
  note_library(call);
  world.init_begin = ticks();
  Word const result = call(ARGUMENTS_ON);
  world.init_end = ticks();
  if ((int)result == 0) {
    note_rank();
    note_thread_level();
    note_threads_of_mpi();
  }
  own->mpi_depth = 0;
  return result;
}

int64_t mpi_ticks_of(struct Thread const* thread) {
  int64_t sum = 0;
  for (int kind = 0; kind < kinds; ++kind) sum += thread->mpi_ticks[kind];
  return sum;
}

static struct Phase* current_phase;
static int64_t phase_begin, phase_mpi_begin;

static void end_phase(void) {
  if (!current_phase) return;
  current_phase->ticks += ticks() - phase_begin;
  current_phase->mpi_ticks += mpi_ticks_of(this_thread()) - phase_mpi_begin;
  ++current_phase->count;
  current_phase = 0;
}

static Word finalize(Call** next, char const* name, ARGUMENTS) {
  Call* const call = next_call(next, name);
  struct Thread* const own = this_thread();
  if (own->mpi_depth > 0) return call(ARGUMENTS_ON);
  own->mpi_depth = 1;
  world.finalize_begin = ticks();
  end_phase();
  note_process();  // while all threads are still there
  Word const result = call(ARGUMENTS_ON);
  world.finalize_end = ticks();
  write_record();  // and again at the end, which may not come
  own->mpi_depth = 0;
  return result;
}

static Word session(Call** next, char const* name, ARGUMENTS) {
  Call* const call = next_call(next, name);
  struct Thread* const own = this_thread();
  ++own->mpi_depth;
  bool const is_first = !world.uses_mpi;
  if (is_first) {
    world.uses_mpi = world.by_sessions = true;
    note_library(call);
    world.init_begin = ticks();
  }
  Word const result = call(ARGUMENTS_ON);
  if (is_first) {
    world.init_end = ticks();
    world_handle();
    note_threads_of_mpi();
  }
  --own->mpi_depth;
  return result;
}

/// A handle that the program was given: an int in MPICH, else a pointer.
static Word handle_at(Word place) {
  bool const is_int = world.family && strcmp(world.family, "MPICH") == 0;
  return is_int ? *(int const*)place : *(Word const*)place;
}

/// A program of sessions says what its world is by the set of processes that it asks
/// for.
static Word group_of_set(Call** next, char const* name, ARGUMENTS) {
  Word const result = next_call(next, name)(ARGUMENTS_ON);
  bool const is_world = strcasecmp((char const*)b, "mpi://WORLD") == 0;
  if ((int)result != 0 || !is_world || !world.by_sessions || world.size >= 0)
    return result;
  Call* const rank = (Call*)mpi_symbol("MPI_Group_rank");
  Call* const size = (Call*)mpi_symbol("MPI_Group_size");
  if (!world.family || !rank || !size) return result;
  Word const group = handle_at(c);
  rank(group, (Word)&world.rank, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  size(group, (Word)&world.size, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return result;
}

static Word session_end(Call** next, char const* name, ARGUMENTS) {
  Call* const call = next_call(next, name);
  struct Thread* const own = this_thread();
  ++own->mpi_depth;
  if (world.by_sessions) {
    world.finalize_begin = ticks();
    end_phase();
    note_process();
  }
  Word const result = call(ARGUMENTS_ON);
  if (world.by_sessions) world.finalize_end = ticks();
  --own->mpi_depth;
  return result;
}

static Word spawn(Call** next, char const* name, ARGUMENTS) {
  Word const result = timed_call(next, name, collective, ARGUMENTS_ON);
  if ((int)result == 0) world.has_spawned = true;
  return result;
}

static Word abort_all(Call** next, char const* name, ARGUMENTS) {
  Call* const call = next_call(next, name);
  world.was_aborted = true;
  world.aborted_with = (int)b;
  note_process();
  write_record();
  return call(ARGUMENTS_ON);
}

/// Level n > 0 begins phase n and ends the one before it; 0 and less end it.
static void begin_phase(int level) {
  end_phase();
  if (level <= 0) return;
  int n = 0;
  while (n < world.phase_count && world.phases[n].level != level) ++n;
  if (n == most_phases) return;
  if (n == world.phase_count) world.phases[world.phase_count++].level = level;
  current_phase = &world.phases[n];
  phase_begin = ticks();
  phase_mpi_begin = mpi_ticks_of(this_thread());
}

static Word control(Call** next, char const* name, ARGUMENTS) {
  if (own_thread && own_thread->id == process.id) begin_phase((int)a);  // the main one
  return next_call(next, name)(ARGUMENTS_ON);
}

#define WRAP(name, how)                     \
  EXPORT Word name(ARGUMENTS);              \
  Word name(ARGUMENTS) {                    \
    static Call* next;                      \
    return how(&next, #name, ARGUMENTS_ON); \
  }
#define BOTH(name, how) WRAP(MPI_##name, how) WRAP(PMPI_##name, how)
BOTH(Init, init)
BOTH(Init_thread, init)
BOTH(Finalize, finalize)
BOTH(Session_init, session)
BOTH(Session_finalize, session_end)
BOTH(Group_from_session_pset, group_of_set)
BOTH(Comm_spawn, spawn)
BOTH(Comm_spawn_multiple, spawn)
BOTH(Abort, abort_all)
BOTH(Pcontrol, control)
