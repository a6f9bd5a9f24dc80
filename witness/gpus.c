// SPDX-License-Identifier: Apache-2.0
// Of NVML (NVML API Reference Guide) six functions are used, found by their names: no
// header of it is needed, and no library where there is no GPU.
#include "gpus.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "process.h"
#include "symbols.h"

enum { most_gpus = 64, most_processes = 1024 };

static unsigned const no_instance = 0xFFFFFFFFU;

/// nvmlProcessInfo_t, of nvmlDeviceGetComputeRunningProcesses_v2 and _v3.
struct Running {
  unsigned pid;
  unsigned long long used_bytes;
  unsigned gpu_instance, compute_instance;
};

struct Nvml {
  int (*init)(void);
  int (*shutdown)(void);
  int (*count)(unsigned*);
  int (*handle)(unsigned, void**);
  int (*uuid)(void*, char*, unsigned);
  int (*running)(void*, unsigned*, struct Running*);
};

static char asked[256];  // empty: nobody did
static char driver[512];
static char names[most_gpus][128];
static int name_count;

int gpus_are_asked(void) { return asked[0] != 0; }
char const* gpu_driver(void) { return driver; }
int gpu_count(void) { return name_count; }
char const* gpu_name(int n) { return names[n]; }

void begin_gpus(char const* library) {
  if (library) snprintf(asked, sizeof asked, "%s", library);
}

/// The file names of drivers begin so: CUDA's, HIP's and ROCm's, Level Zero's,
/// OpenCL's.
static char const cuda[] = "libcuda.so";
static char const* const others[] = {"libamdhip64.so", "libhsa-runtime64.so", "libze_",
                                     "libOpenCL.so"};

/// Whether there is one of CUDA, which can be asked for more.
static int find_driver(void) {
  if (find_library(cuda, driver, sizeof driver)) return 1;
  for (size_t n = 0; n < sizeof others / sizeof *others; ++n)
    if (find_library(others[n], driver, sizeof driver)) break;
  return 0;
}

static int open_nvml(void* library, struct Nvml* nvml) {
  *(void**)&nvml->init = dlsym(library, "nvmlInit_v2");
  *(void**)&nvml->shutdown = dlsym(library, "nvmlShutdown");
  *(void**)&nvml->count = dlsym(library, "nvmlDeviceGetCount_v2");
  *(void**)&nvml->handle = dlsym(library, "nvmlDeviceGetHandleByIndex_v2");
  *(void**)&nvml->uuid = dlsym(library, "nvmlDeviceGetUUID");
  void* const newest = dlsym(library, "nvmlDeviceGetComputeRunningProcesses_v3");
  *(void**)&nvml->running =
      newest ? newest : dlsym(library, "nvmlDeviceGetComputeRunningProcesses_v2");
  return nvml->init && nvml->shutdown && nvml->count && nvml->handle && nvml->uuid &&
         nvml->running && nvml->init() == 0;
}

static void add_gpu(char const* uuid, struct Running const* own) {
  if (name_count == most_gpus) return;
  char* const name = names[name_count++];
  if (own->gpu_instance == no_instance)
    snprintf(name, sizeof names[0], "%s", uuid);
  else
    snprintf(name, sizeof names[0], "%s/%u/%u", uuid, own->gpu_instance,
             own->compute_instance);
}

/// A process of several parts of a GPU is listed several times.
static void look_at_gpu(struct Nvml const* nvml, unsigned number) {
  static struct Running running[most_processes];
  unsigned count = most_processes;
  void* gpu = 0;
  char uuid[96] = "";
  if (nvml->handle(number, &gpu) != 0 || nvml->uuid(gpu, uuid, sizeof uuid) != 0 ||
      nvml->running(gpu, &count, running) != 0)
    return;
  for (unsigned n = 0; n < count && n < most_processes; ++n)
    if (running[n].pid == (unsigned)getpid()) add_gpu(uuid, &running[n]);
}

void note_gpus(void) {
  if (!asked[0] || name_count > 0 || getpid() != process.id) return;
  if (!find_driver()) return;
  void* const library = dlopen(asked, RTLD_LAZY | RTLD_LOCAL);
  struct Nvml nvml;
  unsigned count = 0;
  if (!library || !open_nvml(library, &nvml)) return;
  if (nvml.count(&count) == 0)
    for (unsigned n = 0; n < count; ++n) look_at_gpu(&nvml, n);
  nvml.shutdown();
}
