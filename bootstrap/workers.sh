#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# workers.sh DIRECTORY: compiles the workers of an installation without any, from the sources in it,
# into DIRECTORY/bin: `assay build`.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=bootstrap/stale.sh
. "$root/bootstrap/stale.sh"
build=$1 testing=OFF
settings=$build/.assay-settings
# shellcheck source=bootstrap/build.sh
. "$root/bootstrap/build.sh"
log_directory=$build/log

# CMake and Ninja may have come by pip into the environment of the analysis.
add_tools_of_python() {
  [[ -z ${ASSAY_PYTHON-} ]] || PATH=$PATH:${ASSAY_PYTHON%/*}
}

# By pkg-config libraries of the harness are found, and no others.
missing_for_workers() { missing_tools | grep -vx pkg-config; }

provide_needs() {
  local needs
  mapfile -t needs < <(missing_for_workers)
  ((${#needs[@]} == 0)) || may_install || stop_for_administrator "${needs[@]}"
  install_requirements "${needs[@]}" || true
  mapfile -t needs < <(missing_for_workers)
  ((${#needs[@]} == 0)) || stop_for_administrator "${needs[@]}"
}

build_workers() {
  add_tools_of_python
  mkdir -p "$build"
  provide_needs
  . "$root/bootstrap/kokkos.sh"
  resolve_kokkos
  configure -B "$build" -DASSAY_HARNESS=OFF
  say "building the workers (the log: $log_directory/build.log)"
  compile build all
  say "the workers are in $build/bin"
}

cd "$root"
build_workers
