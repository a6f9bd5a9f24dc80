// SPDX-License-Identifier: Apache-2.0
// How a wrapper hands a call of MPI through, of whichever MPI, without its header.
//
// No function of MPI that is wrapped takes or returns a floating-point number, and none
// has more than 13 arguments (MPI_Rget_accumulate): so many words, taken and given on,
// are the call unchanged, on x86-64 and on AArch64. Words that the caller did not pass
// are read from its own frame and mean nothing to the callee.
#pragma once

#include <stdint.h>

#include "clock.h"
#include "thread.h"

typedef intptr_t Word;

// clang-format off
#define ARGUMENTS Word a, Word b, Word c, Word d, Word e, Word f, Word g, Word h, Word i, \
                  Word j, Word k, Word l, Word m
#define ARGUMENTS_ON a, b, c, d, e, f, g, h, i, j, k, l, m
#define NO_ARGUMENTS 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
// clang-format on

typedef Word Call(ARGUMENTS);

/// The MPI function behind a wrapper; kept in `next`. Ends the program, as the dynamic
/// linker would have, where no library has it.
Call* find_call(Call** next, char const* name);

static inline Call* next_call(Call** next, char const* name) {
  Call* const known = __atomic_load_n(next, __ATOMIC_RELAXED);
  return __builtin_expect(known != 0, 1) ? known : find_call(next, name);
}

/// A call whose time and number count, where it is the outermost.
static inline __attribute__((always_inline)) Word timed_call(Call** next,
                                                             char const* name,
                                                             enum Kind kind,
                                                             ARGUMENTS) {
  Call* const call = next_call(next, name);
  struct Thread* const own = this_thread();
  if (own->mpi_depth > 0) return call(ARGUMENTS_ON);
  own->mpi_depth = 1;
  int64_t const begin = ticks();
  Word const result = call(ARGUMENTS_ON);
  int64_t const took = ticks() - begin;
  own->mpi_ticks[kind] += took;
  if (own->region_depth > 0) own->region_mpi_ticks += took;
  ++own->mpi_calls[kind];
  own->mpi_depth = 0;
  return result;
}
