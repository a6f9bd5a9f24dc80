// SPDX-License-Identifier: Apache-2.0
// The wrappers, by both names that each function of MPI has: Fortran libraries call the
// C library by either.
#include "call.h"
#include "export.h"
#include "mpi_calls.h"

#define WRAP(name, kind)                                 \
  EXPORT Word name(ARGUMENTS);                           \
  Word name(ARGUMENTS) {                                 \
    static Call* next;                                   \
    return timed_call(&next, #name, kind, ARGUMENTS_ON); \
  }
#define BOTH(name, kind) WRAP(MPI_##name, kind) WRAP(PMPI_##name, kind)
#define WITH_LARGE(name, kind) BOTH(name, kind) BOTH(name##_c, kind)

#define CALL(name) WITH_LARGE(name, point_to_point)
MPI_POINT_TO_POINT(CALL)
#undef CALL
#define CALL(name) BOTH(name, waiting)
MPI_WAIT(CALL)
#undef CALL
#define CALL(name) WITH_LARGE(name, collective)
MPI_COLLECTIVE(CALL)
#undef CALL
#define CALL(name) BOTH(name, collective)
MPI_COLLECTIVE_WITHOUT_COUNTS(CALL)
#undef CALL
#define CALL(name) WITH_LARGE(name, one_sided)
MPI_ONE_SIDED(CALL)
#undef CALL
#define CALL(name) BOTH(name, one_sided)
MPI_ONE_SIDED_WITHOUT_COUNTS(CALL)
#undef CALL
#define CALL(name) WITH_LARGE(name, file)
MPI_FILE(CALL)
#undef CALL
#define CALL(name) BOTH(name, file)
MPI_FILE_WITHOUT_COUNTS(CALL)
#undef CALL
