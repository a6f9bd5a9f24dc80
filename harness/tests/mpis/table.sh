#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints what the rows of the matrices of MPIs and of languages found when they last ran.
set -euo pipefail
cd "${BASH_SOURCE[0]%/*}/../../.."

# rows_of TABLE COLUMN...
rows_of() {
  compgen -G "build/mpis/matrix/$1/*" >/dev/null || return 0
  printf '| %s ' "${@:2}"
  printf '|\n|'
  printf -- '---|%.0s' "${@:2}"
  echo
  cat "build/mpis/matrix/$1"/*
  echo
}

rows_of rows MPI version builds quickstart binding refused program doctor left-overs s
rows_of languages MPI C mpif.h 'use mpi' 'use mpi_f08' mpi4py s
