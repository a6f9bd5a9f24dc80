// SPDX-License-Identifier: Apache-2.0
// Zones of packages are intel-rapl:N, on processors of AMD too; their parts
// (intel-rapl:N:M) and the whole of a laptop (psys) would count twice.
#include "energy.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

enum { most_packages = 64 };

/// A counter goes round at its range: more than this in a package, and it may have done
/// so twice unseen.
static double const most_watts = 800;

struct Package {
  char counter[512];
  long long begin_uj, range_uj;
};

static char asked[256];  // empty: nobody did
static struct Package packages[most_packages];
static int package_count;
static char fault[640];

int energy_is_asked(void) { return asked[0] != 0; }

char const* energy_fault(void) { return fault[0] ? fault : 0; }

static int read_number(char const* path, long long* number) {
  char text[64];
  if (read_small(path, text, sizeof text) <= 0) return 0;
  *number = atoll(text);
  return 1;
}

static void cannot_read(char const* counter) {
  snprintf(fault, sizeof fault,
           "%.400s cannot be read: %.100s (Linux shows energy to root alone, unless "
           "the site lets "
           "others read it)",
           counter, strerror(errno));
}

static void add_package(char const* zone) {
  char path[512], name[64];
  snprintf(path, sizeof path, "%s/%s/name", asked, zone);
  if (read_small(path, name, sizeof name) <= 0) return;
  if (strncmp(name, "package", strlen("package")) != 0) return;
  if (package_count == most_packages) return;
  struct Package* const package = &packages[package_count];
  snprintf(path, sizeof path, "%s/%s/max_energy_range_uj", asked, zone);
  if (!read_number(path, &package->range_uj)) return cannot_read(path);
  snprintf(package->counter, sizeof package->counter, "%s/%s/energy_uj", asked, zone);
  if (!read_number(package->counter, &package->begin_uj))
    return cannot_read(package->counter);
  ++package_count;
}

static int is_whole_package(char const* zone) {
  int number = 0, length = 0;
  return sscanf(zone, "intel-rapl:%d%n", &number, &length) == 1 && zone[length] == 0;
}

void begin_energy(char const* root) {
  if (!root) return;
  snprintf(asked, sizeof asked, "%s", root);
  DIR* const zones = opendir(root);
  if (zones) {
    for (struct dirent* zone; (zone = readdir(zones)) != 0;)
      if (is_whole_package(zone->d_name)) add_package(zone->d_name);
    closedir(zones);
  }
  if (package_count == 0 && !fault[0])
    snprintf(fault, sizeof fault,
             "there are no energy counters of processors (RAPL) under %s", root);
}

double energy_j(double elapsed_s) {
  double sum_uj = 0;
  for (int n = 0; n < package_count && !fault[0]; ++n) {
    struct Package const* const package = &packages[n];
    long long now_uj = 0;
    if (!read_number(package->counter, &now_uj)) {
      cannot_read(package->counter);
    } else if (1e6 * most_watts * elapsed_s > (double)package->range_uj) {
      snprintf(
          fault, sizeof fault,
          "%.400s goes round at %.0f J, and may have done so more than once in %.0f s",
          package->counter, 1e-6 * (double)package->range_uj, elapsed_s);
    } else {
      long long const used_uj = now_uj - package->begin_uj;
      sum_uj += (double)(used_uj < 0 ? used_uj + package->range_uj : used_uj);
    }
  }
  return fault[0] ? -1 : 1e-6 * sum_uj;
}
