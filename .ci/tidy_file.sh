#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tidy_file.sh SOURCE STAMP: clang-tidy on one file; leaves STAMP when it passes.
# clang has no omp.h of its own unless its OpenMP is installed: after all else, GCC's will do.
gcc_headers=$(dirname "$(g++ -print-file-name=include/omp.h)")
if words=$(clang-tidy-14 -p "${ASSAY_TIDY_BUILD:-build/tidy}" --quiet \
  --extra-arg=-Wno-unknown-warning-option --extra-arg=-idirafter --extra-arg="$gcc_headers" "$1" 2>/dev/null); then
  touch "$2"
else
  printf '%s\n' "$words"
  exit 1
fi
