// SPDX-License-Identifier: Apache-2.0
// The functions behind those that the witness stands before, and loaded libraries.
#include "symbols.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

struct Search {
  char const* begin;
  char* path;
  size_t size;
};

char const* file_name(char const* path) {
  char const* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static int is_library(struct dl_phdr_info* info, size_t size, void* data) {
  (void)size;
  struct Search const* const search = data;
  char const* const name = file_name(info->dlpi_name);
  if (strncmp(name, search->begin, strlen(search->begin)) != 0) return 0;
  snprintf(search->path, search->size, "%s", info->dlpi_name);
  return 1;
}

int find_library(char const* begin, char* path, size_t size) {
  struct Search search = {begin, path, size};
  return dl_iterate_phdr(is_library, &search);
}

void* next_symbol(char const* name, char const* library) {
  void* const next = dlsym(RTLD_NEXT, name);
  if (next || !library) return next;
  char path[4096];
  if (!find_library(library, path, sizeof path)) return 0;
  void* const handle = dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
  if (!handle) return 0;
  void* const symbol = dlsym(handle, name);
  dlclose(handle);  // it stays loaded: the program has it open
  return symbol;
}
