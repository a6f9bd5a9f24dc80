#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# coverage.sh [LABELS]: which lines and branches of the harness its tests run, by gcovr, in
# build/coverage. LABELS is a pattern for the tests ('unit|mpi|slurm'). Fails below 95 % of the lines
# or 85 % of the branches (those of exceptions left out), or where no test reaches a verdict.
# What a process did that ends by a signal or _exit() is not counted.
set -euo pipefail

gcovr_version=8.6
cd "${BASH_SOURCE[0]%/*}/../.."
venv=${XDG_CACHE_HOME:-$HOME/.cache}/assay/gcovr-$gcovr_version
[[ -x $venv/bin/gcovr ]] || {
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "gcovr==$gcovr_version"
}

mkdir -p build/coverage
log=build/coverage/build.log
kokkos=$(sed -n '/-NOTFOUND$/d; s/^Kokkos_DIR:[A-Z]*=/-DKokkos_DIR=/p' build/release/CMakeCache.txt)
{ cmake --preset coverage ${kokkos:+"$kokkos"} && cmake --build --preset coverage; } >"$log" 2>&1 ||
  { tail -n 30 "$log"; exit 1; }
find build/coverage -name '*.gcda' -delete
ctest --preset coverage -L "${1:-unit|mpi|slurm}" >build/coverage/test.log 2>&1 ||
  { tail -n 20 build/coverage/test.log; echo "coverage.sh: tests failed; counted is what ran"; }

"$venv/bin/gcovr" --root . --filter harness/ --exclude harness/tests/ --exclude harness/benchmarks/ \
  --exclude-throw-branches --exclude-unreachable-branches --gcov-ignore-parse-errors=all \
  --json build/coverage/lines.json --txt build/coverage/files.txt build/coverage >/dev/null
python3 harness/tests/coverage.py build/coverage/lines.json
