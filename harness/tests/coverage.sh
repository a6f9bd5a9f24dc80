#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# coverage.sh [LABELS]: which lines and branches of the harness its tests run, by gcovr, in
# build/coverage. LABELS are those of the tests ('unit mpi slurm gridengine'). Fails below 95 % of the lines
# or 85 % of the branches (those of exceptions left out), or where no test reaches a verdict.
# What a process did that ends by a signal or _exit(), or whose calls are made to fail, is not counted.
set -euo pipefail

gcovr_version=8.6
cd "${BASH_SOURCE[0]%/*}/../.."
. bootstrap/configured_kokkos.sh
venv=${XDG_CACHE_HOME:-$HOME/.cache}/assay/gcovr-$gcovr_version
[[ -x $venv/bin/gcovr ]] || {
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "gcovr==$gcovr_version"
}

mkdir -p build/coverage
export CCACHE_DISABLE=1  # what it hands out counts where it was compiled first
log=build/coverage/build.log
kokkos=$(configured_kokkos build/release)
{ cmake --preset coverage ${kokkos:+-DKokkos_DIR="$kokkos"} && cmake --build --preset coverage; } >"$log" 2>&1 ||
  { tail -n 30 "$log"; exit 1; }

# A process that is killed as it writes its counts spoils them for all later ones, so each group
# of tests has its own; where calls are made to fail, those that write the counts would, too.
read -ra labels <<<"${1:-unit mpi slurm gridengine}"
reports=()
for label in "${labels[@]}"; do
  find build/coverage -name '*.gcda' -delete
  log=build/coverage/$label.log
  OMP_WAIT_POLICY=passive ctest --preset coverage --parallel "$(($(nproc) + 2))" -L "^$label\$" \
    --exclude-regex 'EveryCall|FileSize|JournalFault|FullDisk|Kill' >"$log" 2>&1 ||
    { tail -n 20 "$log"; echo "coverage.sh: tests failed; counted is what ran"; }
  ! grep -q 'libgcov profiling error' "$log" || echo "coverage.sh: some counts were lost: $log"
  "$venv/bin/gcovr" --root . --filter harness/ --exclude harness/tests/ --exclude harness/benchmarks/ \
    --exclude-throw-branches --exclude-unreachable-branches --gcov-ignore-parse-errors=all \
    --gcov-ignore-errors=no_working_dir_found --json "build/coverage/$label.json" build/coverage >/dev/null
  reports+=("build/coverage/$label.json")
done
python3 harness/tests/coverage.py "${reports[@]}"
