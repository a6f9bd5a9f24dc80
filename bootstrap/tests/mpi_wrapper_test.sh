#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An MPI is there when its wrapper finds mpi.h with the compiler of this build: its own may be
# missing. Wrappers and headers are stand-ins; the compiler is real.
. "${BASH_SOURCE[0]%/*}/project.sh"

# A machine may have an mpi.h where every compiler looks.
compiler=$scratch/compiler
printf '#!/bin/sh\nexec c++ -nostdinc "$@"\n' >"$compiler"
chmod +x "$compiler"
mkdir "$scratch/include"
touch "$scratch/include/mpi.h"

# wrapper VARIABLE: a compiler wrapper around what VARIABLE says, else a compiler that is not there.
# shellcheck disable=SC2016  # expanded when the wrapper runs
wrapper() {
  printf '#!/bin/sh\nexec "${%s:-%s/no-compiler}" -I"%s/include" "$@"\n' "$1" "$scratch" "$scratch"
}

taken_or_not() {
  status=0
  output=$(cmake -DCMAKE_CXX_COMPILER="$compiler" -DPROJECT_BINARY_DIR="$scratch" \
    -DMPI_CXX_COMPILER="$scratch/mpicxx" -P "$source_root/cmake/Mpi_test.cmake" 2>&1) || status=$?
}

for variable in OMPI_CXX MPICH_CXX I_MPI_CXX; do
  wrapper "$variable" >"$scratch/mpicxx"
  chmod +x "$scratch/mpicxx"
  taken_or_not
  expect "wrapper of $variable" "$status $output" "0 -- taken: $scratch/mpicxx"
done

rm "$scratch/include/mpi.h"
taken_or_not
expect "status without mpi.h" "$status" 1
[[ $output == *"does not find mpi.h"* ]] || fail "$output"
