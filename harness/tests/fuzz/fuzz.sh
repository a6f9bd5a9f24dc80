#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh SECONDS [TARGET]...: each target, or those named, for so long, one after the other,
# from the kept corpus and the studies of the tests. Needs clang++-14 with its libFuzzer
# (libclang-rt-14-dev). Inputs that reach new code are kept in build/asan/corpus; one that
# fails is named: put it into harness/tests/fuzz/corpus with the mending, where the tests replay it.
set -uo pipefail

root=$(cd "${BASH_SOURCE[0]%/*}/../../.." && pwd)
cd "$root" || exit
seconds=${1:?fuzz.sh SECONDS [TARGET]...}
shift
sources=(harness/tests/fuzz/corpus/*)
(($#)) || set -- "${sources[@]##*/}"

build() {
  cmake --preset asan >/dev/null &&
    cmake --build --preset asan --target "${@/#/fuzz-}" >build/asan/fuzz.log 2>&1
}
if ! build "$@"; then
  tail -n 30 build/asan/fuzz.log
  exit 1
fi

# Texts of a study are read by two targets.
seeds_of() {
  case $1 in
    study | site) printf '%s\n' harness/tests/good_configs harness/tests/bad_configs ;;
  esac
}

failed=0
for target; do
  kept=build/asan/corpus/$target
  mkdir -p "$kept" build/asan/found
  mapfile -t seeds < <(seeds_of "$target")
  log=build/asan/fuzz-$target.log
  if "build/asan/bin/fuzz-$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -max_len=4096 -print_final_stats=1 -artifact_prefix="build/asan/found/$target-" \
    "$kept" "harness/tests/fuzz/corpus/$target" "${seeds[@]}" >"$log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "ok      $target: $runs texts in $seconds s"
  else
    echo "FAILED  $target: $log"
    grep -m 3 -E '^SUMMARY|ERROR: |Test unit written' "$log"
    failed=1
  fi
done
exit "$failed"
