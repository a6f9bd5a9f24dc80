# SPDX-License-Identifier: Apache-2.0
# Tells whether the built program is older than its sources. Runs at every call: no more
# than one `find`.
# shellcheck shell=bash

build=$root/build/release
program=$build/bin/assay
stamp=$build/.assay-built        # its time is that of the start of the last good build
settings=$build/.assay-settings  # NAME=VALUE of what the build was configured with
setting_names=(root CC CXX Kokkos_ROOT)
sources=(CMakeLists.txt CMakePresets.json cmake kernels harness bootstrap)

# A variable that is not set now means "as built": a batch job need not repeat it.
settings_changed() {
  local name value
  while IFS='=' read -r name value; do
    [[ ! -v $name || ${!name} == "$value" ]] || return 0
  done <"$settings"
  return 1
}

# A deleted file changes the time of its directory.
is_stale() {
  [[ -x $program && -f $stamp && -f $settings ]] || return 0
  settings_changed && return 0
  [[ -n $(find "${sources[@]/#/$root/}" -newer "$stamp" -print -quit) ]]
}
