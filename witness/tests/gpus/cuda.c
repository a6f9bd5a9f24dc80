// SPDX-License-Identifier: Apache-2.0
// The driver of CUDA, as far as a process that has loaded it shows.
int cuInit(unsigned flags) { return (int)flags; }
