# SPDX-License-Identifier: Apache-2.0
# Tells whether the built program is older than its sources. Runs at every call: no more
# than one `find`.
# shellcheck shell=bash

build=$root/build/release
program=$build/bin/assay
serial_worker=$build/bin/assay-worker-serial
stamp=$build/.assay-built        # the sources of the last good build; its time is that build's start
settings=$build/.assay-settings  # NAME=VALUE of what the build was configured with
setting_names=(root CC CXX Kokkos_ROOT ASSAY_CMAKE_OPTIONS)
sources=(CMakeLists.txt CMakePresets.json cmake common kernels harness witness bootstrap)

# A variable that is not set now means "as built": a batch job need not repeat it.
settings_changed() {
  local name value
  while IFS='=' read -r name value; do
    [[ ! -v $name || ${!name} == "$value" ]] || return 0
  done <"$settings"
  return 1
}

# list_sources [STAMP]: the names of all sources, with a mark before those newer than STAMP.
# What Python leaves beside its sources is none of them.
list_sources() {
  local mark=()
  (($# == 0)) || mark=(-newer "$1" -printf '! ' ',')
  find "${sources[@]/#/$root/}" -name __pycache__ -prune -o -type f \( "${mark[@]}" -print \) | LC_ALL=C sort
}

is_stale() {
  [[ -x $program && -f $stamp && -f $settings ]] || return 0
  settings_changed && return 0
  [[ $(list_sources "$stamp") != "$(<"$stamp")" ]]
}

# The worker for one thread a rank is built where a word of the command line, or a study that
# one names, asks for it: most never do, and it takes a sixth of the time of a build.
lacks_serial_worker() {
  local word
  [[ ! -x $serial_worker ]] || return
  for word; do
    [[ $word != -- ]] || return  # what follows is a program's
    [[ $word == *backend*serial* ]] && return
    [[ -f $word ]] && grep -qE '(backend.*|^ *- *)\<serial\>' -- "$word" && return
  done
  return 1
}
