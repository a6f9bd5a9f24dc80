// SPDX-License-Identifier: Apache-2.0
// What the witness saw, as one file for each process: JSON, schema "witness 1".
#include "record.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "energy.h"
#include "gpus.h"
#include "kokkos.h"
#include "openmp.h"
#include "place.h"
#include "process.h"
#include "thread.h"
#include "world.h"

// ---- Text, written without an allocation

struct Output {
  int file;
  size_t length;
  bool failed;
  char text[8192];
};

static void flush(struct Output* out) {
  size_t done = 0;
  while (done < out->length && !out->failed) {
    ssize_t const n = write(out->file, out->text + done, out->length - done);
    if (n <= 0)
      out->failed = true;
    else
      done += (size_t)n;
  }
  out->length = 0;
}

static void put(struct Output* out, char const* format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct Output* out, char const* format, ...) {
  if (sizeof out->text - out->length < 1024) flush(out);
  va_list values;
  va_start(values, format);
  int const n = vsnprintf(out->text + out->length, sizeof out->text - out->length,
                          format, values);
  va_end(values);
  if (n > 0 && (size_t)n < sizeof out->text - out->length)
    out->length += (size_t)n;
  else
    out->failed = true;
}

/// A JSON string, of any bytes: what is no ASCII that prints becomes \u00XX.
static void put_text(struct Output* out, char const* text) {
  put(out, "\"");
  for (unsigned char const* c = (unsigned char const*)text; *c; ++c) {
    if (*c == '"' || *c == '\\')
      put(out, "\\%c", *c);
    else if (*c < 0x20 || *c > 0x7e)
      put(out, "\\u%04x", *c);
    else
      put(out, "%c", *c);
  }
  put(out, "\"");
}

static void put_named(struct Output* out, char const* name, char const* text) {
  put(out, ",\"%s\":", name);
  put_text(out, text);
}

static void put_seconds(struct Output* out, char const* name, double seconds) {
  put(out, ",\"%s\":%.9g", name, seconds > 0 ? seconds : 0);
}

// ---- What is noted while it is there

/// A thread as the kernel saw it last.
struct Seen {
  pid_t id;
  struct ThreadUse use;
  char cpus[256];
};

static struct Seen seen[most_threads];
static int seen_count;

static int is_number(struct dirent const* entry) {
  return entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
}

static struct Seen* find_seen(pid_t id) {
  for (int n = 0; n < seen_count; ++n)
    if (seen[n].id == id) return &seen[n];
  return seen_count < most_threads ? &seen[seen_count++] : 0;
}

/// each_task(VISIT): calls it with the id of every thread that there is.
static void each_task(void (*visit)(pid_t)) {
  DIR* const tasks = opendir("/proc/self/task");
  if (!tasks) return;
  for (struct dirent const* entry; (entry = readdir(tasks));)
    if (is_number(entry)) visit((pid_t)atoi(entry->d_name));
  closedir(tasks);
}

static void note_task(pid_t id) {
  struct Seen* const task = find_seen(id);
  if (!task) return;
  task->id = id;
  use_of(id, &task->use);
  cpus_of(id, task->cpus, sizeof task->cpus);
}

void note_process(void) {
  each_task(note_task);
  note_gpus();
}

static pid_t of_mpi[64];
static int of_mpi_count;

static struct Thread* find_thread(pid_t id) {
  for (int n = 0; n < count_of_threads(); ++n)
    if (threads_seen[n].id == id) return &threads_seen[n];
  return 0;
}

static void note_task_of_mpi(pid_t id) {
  if (!find_thread(id) && of_mpi_count < 64) of_mpi[of_mpi_count++] = id;
}

void note_threads_of_mpi(void) { each_task(note_task_of_mpi); }

static bool is_of_mpi(pid_t id, struct Thread const* thread) {
  if (thread) return thread->of_mpi;
  for (int n = 0; n < of_mpi_count; ++n)
    if (of_mpi[n] == id) return true;
  return false;
}

// ---- The record

static void put_kinds(struct Output* out, struct Thread const* thread) {
  put(out, ",\"mpi_s\":{");
  char const* separator = "";
  for (int kind = 0; kind < kinds; ++kind) {
    if (thread->mpi_calls[kind] == 0) continue;
    put(out, "%s\"%s\":%.9g", separator, kind_names[kind],
        seconds_of(thread->mpi_ticks[kind]));
    separator = ",";
  }
  put(out, "},\"mpi_calls\":{");
  separator = "";
  for (int kind = 0; kind < kinds; ++kind) {
    if (thread->mpi_calls[kind] == 0) continue;
    put(out, "%s\"%s\":%lld", separator, kind_names[kind],
        (long long)thread->mpi_calls[kind]);
    separator = ",";
  }
  put(out, "}");
}

static int64_t calls_of(struct Thread const* thread) {
  int64_t sum = 0;
  for (int kind = 0; kind < kinds; ++kind) sum += thread->mpi_calls[kind];
  return sum;
}

/// One thread; `task` is null where the kernel never showed it.
static void put_thread(struct Output* out, struct Thread const* thread,
                       struct Seen const* task, char const* separator) {
  bool const ended = thread && thread->has_ended;
  pid_t const id = thread ? thread->id : task->id;
  put(out, "%s{\"id\":%d", separator, id);
  if (id == getpid()) put(out, ",\"main\":true");
  if (is_of_mpi(id, thread)) put(out, ",\"of_mpi\":true");
  put_named(out, "cpus", ended ? thread->cpus : task ? task->cpus : "");
  put_seconds(out, "cpu_s", ended ? thread->cpu_s : task ? task->use.cpu_s : 0);
  if (task) {
    put(out, ",\"voluntary_switches\":%lld,\"involuntary_switches\":%lld",
        task->use.voluntary_switches, task->use.involuntary_switches);
  }
  if (thread && calls_of(thread)) put_kinds(out, thread);
  if (thread && thread->region_ticks)
    put_seconds(out, "regions_s", seconds_of(thread->region_ticks));
  if (thread && thread->region_mpi_ticks)
    put_seconds(out, "regions_mpi_s", seconds_of(thread->region_mpi_ticks));
  put(out, "}");
}

static struct Seen const* seen_as(pid_t id) {
  for (int n = 0; n < seen_count; ++n)
    if (seen[n].id == id) return &seen[n];
  return 0;
}

/// The main thread first: another may have been seen before it, where a library starts
/// one while it is loaded.
static void put_threads(struct Output* out) {
  put(out, ",\"threads\":[");
  char const* separator = "";
  for (int others = 0; others < 2; ++others) {
    for (int n = 0; n < count_of_threads(); ++n) {
      if ((threads_seen[n].id != getpid()) != others) continue;
      put_thread(out, &threads_seen[n], seen_as(threads_seen[n].id), separator);
      separator = ",";
    }
  }
  for (int n = 0; n < seen_count; ++n) {
    if (find_thread(seen[n].id)) continue;
    put_thread(out, 0, &seen[n], separator);
    separator = ",";
  }
  put(out, "]");
}

static void put_phases(struct Output* out) {
  if (world.phase_count == 0) return;
  put(out, ",\"phases\":[");
  for (int n = 0; n < world.phase_count; ++n) {
    struct Phase const* const phase = &world.phases[n];
    put(out, "%s{\"level\":%d,\"count\":%lld", n ? "," : "", phase->level,
        (long long)phase->count);
    put_seconds(out, "time_s", seconds_of(phase->ticks));
    put_seconds(out, "mpi_s", seconds_of(phase->mpi_ticks));
    put(out, "}");
  }
  put(out, "]");
}

static void put_world(struct Output* out) {
  if (!world.uses_mpi) {
    put(out, ",\"mpi\":null");
    return;
  }
  put(out, ",\"mpi\":{\"rank\":%d,\"size\":%d,\"thread_level\":%d", world.rank,
      world.size, world.thread_level);
  put_named(out, "family", world.family ? world.family : "");
  put_named(out, "library", world.library);
  put_named(out, "version", world.version);
  if (world.by_sessions) put(out, ",\"by_sessions\":true");
  if (world.has_spawned) put(out, ",\"has_spawned\":true");
  if (world.was_aborted) put(out, ",\"aborted_with\":%d", world.aborted_with);
  put(out, ",\"finalized\":%s", world.finalize_end ? "true" : "false");
  put_phases(out);
  put(out, "}");
}

/// Where the wall time of the process went, from its start to now, in seconds.
static void put_times(struct Output* out) {
  int64_t const now = ticks();
  int64_t const last = world.finalize_begin ? world.finalize_begin : now;
  put(out, ",\"times\":{\"loading_s\":%.9g", process.loading_s);
  if (world.uses_mpi) {
    put_seconds(out, "before_init_s", seconds_between(process.begin, world.init_begin));
    put_seconds(
        out, "init_s",
        seconds_between(world.init_begin, world.init_end ? world.init_end : now));
    if (world.init_end)
      put_seconds(out, "program_s", seconds_between(world.init_end, last));
    if (world.finalize_end) {
      put_seconds(out, "finalize_s", seconds_between(last, world.finalize_end));
      put_seconds(out, "after_s", seconds_between(world.finalize_end, now));
    }
  } else {
    put_seconds(out, "program_s", seconds_between(process.begin, now));
  }
  put(out, "}");
}

static double seconds_in(struct timeval t) {
  return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static void put_use(struct Output* out) {
  struct rusage own, children;
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  put_seconds(out, "cpu_s", seconds_in(own.ru_utime) + seconds_in(own.ru_stime));
  put_seconds(out, "children_cpu_s",
              seconds_in(children.ru_utime) + seconds_in(children.ru_stime));
  put(out, ",\"memory_bytes\":%lld,\"children_memory_bytes\":%lld", peak_memory_bytes(),
      1024LL * children.ru_maxrss);
}

/// Of the whole node, while the process was there.
static void put_energy(struct Output* out) {
  if (!energy_is_asked()) return;
  double const used_j = energy_j(seconds_between(process.begin, ticks()));
  if (used_j >= 0)
    put(out, ",\"energy_j\":%.9g", used_j);
  else
    put_named(out, "energy_fault", energy_fault());
}

static void put_regions(struct Output* out) {
  if (!regions.runtime) return;
  put(out, ",\"openmp\":{\"runtime\":\"%s\",\"regions\":%lld,\"most_threads\":%d",
      regions.runtime, (long long)regions.count, regions.most_threads);
  put_seconds(out, "time_s", seconds_of(regions.ticks));
  put_seconds(out, "team_s", seconds_of(regions.team_ticks));
  put(out, "}");
}

/// The name of a type as it is in C++, by the program's own library of that; else as
/// it is.
static void put_label(struct Output* out, char const* name) {
  typedef char* Demangle(char const*, char*, size_t*, int*);
  Demangle* const demangle = (Demangle*)dlsym(RTLD_DEFAULT, "__cxa_demangle");
  bool const may_be_type = strlen(name) > 2 && strpbrk(name, "0123456789");
  int status = -1;
  char* const text = demangle && may_be_type ? demangle(name, 0, 0, &status) : 0;
  put_named(out, "name", text && status == 0 ? text : name);
  free(text);
}

static void put_kokkos(struct Output* out) {
  put(out, ",\"kokkos\":[");
  char const* separator = "";
  for (int n = 0; n <= most_kernels; ++n) {
    struct KokkosKernel const* const kernel = &kokkos_kernels[n];
    if (!kernel->pattern) continue;
    put(out, "%s{\"pattern\":\"%s\",\"space\":\"%s\",\"count\":%lld", separator,
        kernel->pattern, kernel->space, (long long)kernel->count);
    put_label(out, kernel->name);
    put_seconds(out, "time_s", seconds_of(kernel->ticks));
    put(out, "}");
    separator = ",";
  }
  put(out, "]");
}

/// What the process had been told in the end of the devices that it may use.
static void put_devices(struct Output* out) {
  char const* const variables[] = {"CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES",
                                   "ZE_AFFINITY_MASK"};
  for (size_t n = 0; n < sizeof variables / sizeof *variables; ++n) {
    char const* const value = getenv(variables[n]);
    if (!value || strlen(value) >= 512) continue;
    put_named(out, "devices", value);
    return;
  }
}

/// Where the driver says that the process is.
static void put_gpus(struct Output* out) {
  if (!gpus_are_asked()) return;
  put_named(out, "gpu_driver", gpu_driver());
  put(out, ",\"gpus\":[");
  for (int n = 0; n < gpu_count(); ++n) {
    if (n > 0) put(out, ",");
    put_text(out, gpu_name(n));
  }
  put(out, "]");
}

static void put_process(struct Output* out) {
  char executable[4096] = "";
  ssize_t const n = readlink("/proc/self/exe", executable, sizeof executable - 1);
  executable[n > 0 ? n : 0] = 0;
  put(out, "{\"schema\":\"witness 1\",\"pid\":%d,\"parent\":%d", process.id, getppid());
  put_named(out, "host", process.host);
  put_named(out, "nonce", process.nonce);
  put_named(out, "executable", executable);
  if (process.launcher_rank[0]) put_named(out, "launcher_rank", process.launcher_rank);
  if (process.launcher_size[0]) put_named(out, "launcher_size", process.launcher_size);
  put(out, ",\"topmost\":%s", process.is_topmost ? "true" : "false");
  put_named(out, "top", process.top);
  put_named(out, "cpus_at_start", process.cpus_at_start);
  put(out, ",\"start_ns\":%lld", process.start_ns);
  put_devices(out);
  put_gpus(out);
}

static void put_record(struct Output* out) {
  put_process(out);
  put_world(out);
  put_times(out);
  put_use(out);
  put_energy(out);
  put_threads(out);
  put_regions(out);
  put_kokkos(out);
  put(out, "}\n");
  flush(out);
}

void write_record(void) {
  if (!process.directory[0] || getpid() != process.id) return;
  if (!process.is_topmost && !world.uses_mpi) return;
  char name[4400], temporary[4400];
  snprintf(name, sizeof name, "%s/%s.%d.json", process.directory, process.host,
           process.id);
  snprintf(temporary, sizeof temporary, "%s/.%s.%d.new", process.directory,
           process.host, process.id);
  static struct Output out;
  out.length = 0;
  out.failed = false;
  out.file =
      open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (out.file < 0) return;
  put_record(&out);
  close(out.file);
  if (out.failed)
    unlink(temporary);
  else
    rename(temporary, name);
}
