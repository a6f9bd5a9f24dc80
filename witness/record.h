// SPDX-License-Identifier: Apache-2.0
// What the witness saw, as one file for each process.
#pragma once

/// Notes what the kernel says of the process and its threads, which will be gone at its
/// end.
void note_process(void);

/// The threads that there are now belong to MPI, but for the calling one and those that
/// the program started.
void note_threads_of_mpi(void);

/// Writes the record: a temporary file, then its name, so that it is whole or not
/// there. Writes nothing where nobody asked, or in a process that was forked.
void write_record(void);
