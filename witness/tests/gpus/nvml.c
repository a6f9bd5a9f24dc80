// SPDX-License-Identifier: Apache-2.0
// A node of eight GPUs, as NVIDIA's management library tells of it: the process is on
// those of ON_GPUS (0 to 7), or of CUDA_VISIBLE_DEVICES, and in the middle of others'
// processes. With OF_ANOTHER_NAMESPACE its number is not the one that it knows; with
// IN_PARTS it is in the part whose number the variable of CUDA has.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct Running {
  unsigned pid;
  unsigned long long used_bytes;
  unsigned gpu_instance, compute_instance;
};

static int is_open;

int nvmlInit_v2(void) { return is_open++ == 0 ? 0 : 999; }

int nvmlShutdown(void) { return --is_open == 0 ? 0 : 999; }

int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = 8;
  return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned number, void** device) {
  *device = (void*)(size_t)(number + 1);
  return 0;
}

static char digit_of(void const* device) { return (char)('0' + (size_t)device - 1); }

int nvmlDeviceGetUUID(void* device, char* uuid, unsigned size) {
  return snprintf(uuid, size, "GPU-%c", digit_of(device)) < (int)size ? 0 : 7;
}

static int is_on(void const* device) {
  char const* const chosen = getenv("ON_GPUS");
  char const* const used = chosen ? chosen : getenv("CUDA_VISIBLE_DEVICES");
  return used && strchr(used, digit_of(device));
}

int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count,
                                            struct Running* running) {
  if (*count < 3) return 7;  // NVML_ERROR_INSUFFICIENT_SIZE
  char const* const given = getenv("CUDA_VISIBLE_DEVICES");
  unsigned const whole = 0xFFFFFFFFU;
  unsigned const part = getenv("IN_PARTS") && given ? (unsigned)atoi(given) + 1 : whole;
  struct Running const own = {(unsigned)getpid(), 1, part, part == whole ? whole : 0};
  struct Running const other = {1, 1, whole, whole};
  *count = 0;
  running[(*count)++] = other;
  if (is_on(device) && !getenv("OF_ANOTHER_NAMESPACE")) running[(*count)++] = own;
  running[(*count)++] = other;
  return 0;
}
