// SPDX-License-Identifier: Apache-2.0
// The GPUs that this process is on, by the list that the driver of NVIDIA keeps of
// processes (NVML).
#pragma once

/// Begins: `library` is the file of NVML; null where nobody asked.
void begin_gpus(char const* library);

/// Notes the driver by which the process is on GPUs now, and on which ones that of
/// NVIDIA lists it; what was found before stays. A process without one loads nothing.
void note_gpus(void);

/// Whether somebody asked.
int gpus_are_asked(void);

/// The file of a driver of GPUs, of whatever vendor, that the process has loaded, and
/// with MPI has opened a GPU by; empty where there was none.
char const* gpu_driver(void);

/// How many GPUs the driver lists the process on; 0 where that is not known too (in a
/// container the driver may know it by another number).
int gpu_count(void);

/// One of them: its UUID; of a part of one (MIG) with the numbers of its instances.
char const* gpu_name(int n);
