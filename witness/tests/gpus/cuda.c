// SPDX-License-Identifier: Apache-2.0
// The driver of CUDA, as far as a process that has loaded it shows: once started, it
// has the device file open, here a file of that name.
#include <fcntl.h>

int cuInit(unsigned flags) {
  return flags == 0 && open(DEVICE_OF_GPUS, O_RDONLY) >= 0 ? 0 : 999;
}
