# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# configured_kokkos BUILD: the Kokkos that a configured build has; empty without one.
configured_kokkos() {
  [[ ! -f $1/CMakeCache.txt ]] || sed -n '/-NOTFOUND$/d; s/^Kokkos_DIR:[A-Z]*=//p' "$1/CMakeCache.txt"
}
