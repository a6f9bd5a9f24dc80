# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Modules of the jobs of assay submit: those of the study or its site file
# (slurm: {modules: [...]}).

# Environment Modules and Lmod alike; their scripts use variables that are not set.
load_each() {
  local options=$- failed=0
  set +eu
  # shellcheck disable=SC1091
  [[ $(type -t module) == function ]] || . "${MODULESHOME:-/usr/share/modules}/init/bash"
  module load "$@" || failed=1
  [[ $options != *u* ]] || set -u
  [[ $options != *e* ]] || set -e
  return "$failed"
}

# load_modules [NAME]...: nothing runs without them.
load_modules() {
  (($#)) || return 0
  load_each "$@" && return
  echo "assay: the modules of the study or its site cannot be loaded: $*" >&2
  exit 3
}
