// SPDX-License-Identifier: Apache-2.0
// The energy that the processors of this node use, by the counters (RAPL) that the
// kernel shows as powercap zones.
#pragma once

/// Begins to count, by the zones under `root`; null where nobody asked.
void begin_energy(char const* root);

/// Joules of all packages since begin_energy(), `elapsed_s` ago. Negative where they
/// are not known: see energy_fault().
double energy_j(double elapsed_s);

/// Why they are not known; null where nobody asked, or where they are.
char const* energy_fault(void);

/// Whether somebody asked.
int energy_is_asked(void);
