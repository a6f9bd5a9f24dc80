// SPDX-License-Identifier: Apache-2.0
// Of NVML (NVML API Reference Guide) six functions are used, found by their names: no
// header of it is needed, and no library where there is no GPU.
#include "gpus.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "process.h"
#include "symbols.h"
#include "world.h"

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

/// The file names of drivers begin so: CUDA's, which is asked for more and so looked
/// for before others, HIP's and ROCm's, Level Zero's, OpenCL's.
static char const cuda[] = "libcuda.so";
static char const* const drivers[] = {cuda, "libamdhip64.so", "libhsa-runtime64.so",
                                      "libze_", "libOpenCL.so"};

static int find_driver(void) {
  for (size_t n = 0; n < sizeof drivers / sizeof *drivers; ++n)
    if (find_library(drivers[n], driver, sizeof driver)) return 1;
  return 0;
}

/// Device files by which drivers reach GPUs: of NVIDIA (the next three are of its
/// systems on a chip), of AMD, of Linux's graphics (Intel and AMD), of WSL.
static char const* const devices[] = {"/dev/nvidia", "/dev/nvhost", "/dev/nvgpu",
                                      "/dev/nvmap",  "/dev/kfd",    "/dev/dri/",
                                      "/dev/dxg"};

static int is_device_of_gpu(char const* descriptor) {
  char path[512], link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%.20s", descriptor);
  ssize_t const length = readlink(link, path, sizeof path - 1);
  path[length > 0 ? length : 0] = 0;
  for (size_t n = 0; n < sizeof devices / sizeof *devices; ++n)
    if (strstr(path, devices[n])) return 1;
  return 0;
}

static int has_opened_gpu(void) {
  DIR* const descriptors = opendir("/proc/self/fd");
  if (!descriptors) return 1;  // not known: nobody is accused
  int has_opened = 0;
  for (struct dirent const* entry; !has_opened && (entry = readdir(descriptors));)
    has_opened = is_device_of_gpu(entry->d_name);
  closedir(descriptors);
  return has_opened;
}

/// An MPI loads drivers for itself (UCX of Debian 13 those of AMD and Intel): there one
/// that opened no GPU is none of the program's. A program without MPI may have left its
/// GPUs when it ends.
static void note_driver(void) {
  if (driver[0] || !find_driver()) return;
  if (world.uses_mpi && !has_opened_gpu()) driver[0] = 0;
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
  note_driver();
  if (strncmp(file_name(driver), cuda, strlen(cuda)) != 0) return;
  void* const library = dlopen(asked, RTLD_LAZY | RTLD_LOCAL);
  struct Nvml nvml;
  unsigned count = 0;
  if (!library || !open_nvml(library, &nvml)) return;
  if (nvml.count(&count) == 0)
    for (unsigned n = 0; n < count; ++n) look_at_gpu(&nvml, n);
  nvml.shutdown();
}
