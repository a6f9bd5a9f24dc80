# SPDX-License-Identifier: Apache-2.0
# ./assay micro [OPTION...]: builds assay-micro and runs it; without options, its table.
# shellcheck shell=bash

. "$root/bootstrap/build.sh"

# Said without a build, which takes minutes.
micro_help() {
  cat <<'HELP'
usage: ./assay micro [--only TEXT] [--rounds N] [--run-s SECONDS] [--cpu-time] [--laps FILE]
       ./assay micro --benchmark_...          as Google Benchmark

Builds assay-micro and prints how the kernels stand beside their ceilings and rivals.
  --only TEXT       lines that hold TEXT
  --rounds N        times that each ratio is measured
  --run-s SECONDS   length of each run
  --cpu-time        rates by processor time: for a host that others use too
  --laps FILE       each measured run, as JSON lines
  --threads N       with --benchmark_...: threads of each kernel

Exit codes: 0 all good, 1 a line was not measured or exceeds its ceiling, or the
build failed, 2 usage, 3 something to build with is missing, 130 ended by Ctrl-C.
HELP
}

# What the last build was configured with stays as it was.
configure_micro() {
  local testing
  ! grep -q '^ASSAY_MICRO:BOOL=ON$' "$build/CMakeCache.txt" || return 0
  testing=$(sed -n 's/^BUILD_TESTING:BOOL=//p' "$build/CMakeCache.txt")
  configure_options=(-DBUILD_TESTING="$testing" -DASSAY_MICRO=ON)
  say "configuring assay-micro"
  configure_with_all
}

# Prints the name of the one for several cores, where there is such a backend.
micro_target() {
  grep -q '^build assay-micro-openmp:' "$build/build.ninja" && echo assay-micro-openmp ||
    echo assay-micro-serial
}

build_micro() (
  cd "$root" || exit
  lock_build
  configure_micro
  say "building $(micro_target)"
  compile micro "$(micro_target)"
)

run_micro() {
  case ${1-} in -h | --help) micro_help && exit ;; esac
  build_program
  build_micro
  (($#)) || set -- --table
  exec "$build/bin/$(micro_target)" "$@"
}
