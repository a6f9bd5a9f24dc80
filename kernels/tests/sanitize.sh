#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# sanitize.sh address|thread [CMAKE OPTION...]: the tests of the kernels under a sanitizer, in
# build/asan-kernels or build/tsan-kernels. Needs what the release build needs, and for threads
# clang++-14 with libomp-14-dev. Takes minutes, so it is no part of the default tests.
set -euo pipefail

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
cd "$root"
. bootstrap/configured_kokkos.sh

# build PRESET [CMAKE OPTION...]: quietly, but for errors, with the Kokkos of the release build
# unless an option names another.
build() {
  local preset=$1 kokkos log
  shift
  kokkos=$(configured_kokkos build/release)
  mkdir -p "build/$preset"
  log=build/$preset/sanitize.log
  { cmake --preset "$preset" ${kokkos:+-DKokkos_DIR="$kokkos"} "$@" &&
    cmake --build --preset "$preset" --parallel "$(nproc)"; } >"$log" 2>&1 ||
    { tail -n 30 "$log"; return 1; }
}

check_address() {
  build asan-kernels "$@"
  # Open MPI, which is linked but not started, and the runtime of OpenMP keep memory.
  ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 \
    UBSAN_OPTIONS=print_stacktrace=1 OMP_PROC_BIND=false \
    build/asan-kernels/bin/kernels_tests --gtest_brief=1
}

# Archer tells the sanitizer what OpenMP's own runtime, which is not instrumented, orders.
under_archer() {
  OMP_TOOL_LIBRARIES=$archer TSAN_OPTIONS=ignore_noninstrumented_modules=1 \
    OMP_PROC_BIND=false build/tsan-kernels/bin/kernels_tests --gtest_brief=1 "$@"
}

check_thread() {
  local found=build/tsan-kernels/race.log
  archer=$(clang++-14 --print-resource-dir)/../../libarcher.so
  [[ -f $archer ]] || { echo "sanitize.sh: no libarcher.so: install libomp-14-dev"; return 1; }
  build tsan-kernels "$@"
  under_archer
  if under_archer --gtest_also_run_disabled_tests --gtest_filter='Race.*' >"$found" 2>&1 ||
    ! grep -q 'WARNING: ThreadSanitizer: data race' "$found"; then
    echo "sanitize.sh: the planted race was not found (see $found)"
    return 1
  fi
  echo "[  RACE   ] the planted race was found"
}

case ${1-} in
  address) check_address "${@:2}" ;;
  thread) check_thread "${@:2}" ;;
  *) sed -n '3,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
