# SPDX-License-Identifier: Apache-2.0
# What the tables of MPIs share: how one is got, a study is measured, and a row is written.
# Who includes this has `names`, the rows in their order, `table`, and `name`, the own row.
# shellcheck shell=bash disable=SC2034,SC2154

root=$(cd "${BASH_SOURCE[0]%/*}/../../.." && pwd)
cd "$root" || exit
. "$root/bootstrap/progress.sh"
. "$root/bootstrap/packages.sh"
. "$root/bootstrap/python.sh"
. "$root/harness/tests/mpis/provide.sh"

build=$root/build/release
program=$build/bin/assay
directory=$root/build/mpis/matrix/$name/$table
row='' failed=''
read -r python <build/python
export TMPDIR=$directory/tmp
unset ASSAY_MPIEXEC
export ASSAY_DISTURBED=keep  # other work of this host says nothing of an MPI
mkdir -p "$TMPDIR"

# What a library calls itself.
declare -A library=([open-mpi-4]='Open MPI v4\.1' [open-mpi-5]='Open MPI v5\.'
  [mpich-4]='MPICH Version:\s*4\.' [mpich-5]='MPICH Version:\s*5\.'
  [intel-mpi]='Intel\(R\) MPI Library 2021\.')

# skip REASON: ends the test, or the subshell in which another MPI is got; the reason is shown
# with the counts too.
skip() {
  ((BASH_SUBSHELL)) || write_row "| $name | skipped: $* |"
  echo "skipped: $*"
  exit 77
}

# prefix_of MPI: prints where that MPI is, a name as `open_mpi_5`. In a subshell only.
prefix_of() { "provide_$1" >/dev/null && echo "$prefix"; }

# Prints where an MPI is whose launcher and programs do not understand those of this one.
foreign_prefix() {
  local other=open_mpi_5
  [[ $name != open-mpi-* ]] || other=mpich_5
  prefix_of "$other" || { echo "no MPI of another kind" >&2; return 77; }
}

run() { "$program" run "$@" --results "$directory/results"; }

# verdicts STUDY: how often each was given, as in `ok 6`.
verdicts() {
  "$python" - "$directory/results/$1/journal.jsonl" <<'PYTHON'
import collections
import json
import sys

records = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
count = collections.Counter(r["verdict"] for r in records if r["kind"] == "record")
print(*(f"{verdict} {times}" for verdict, times in sorted(count.items())))
PYTHON
}

# measure STUDY WORDS: two launches of two ranks.
measure() {
  printf 'study: %s\nprogram: [%s]\nscaling: strong\nranks: 2\nlaunches: 2\n%s' "$1" "$2" \
    'limits: {timeout: 60s}' >"$directory/$1.yaml"
  rm -rf "${directory:?}/results/$1"
  run "$directory/$1.yaml" --no-report
}

# Runs a column and adds its word to the row; one that is skipped says last why.
check() {
  local log=$directory/$1.log status=0
  ("check_${1//[-.]/_}") >"$log" 2>&1 </dev/null || status=$?
  case $status in
    0) row+=' ok |' ;;
    77) row+=" $(tail -n 1 "$log") |" ;;
    *)
      row+=' FAILED |'
      failed=yes
      printf '%s: %s FAILED\n' "$name" "$1"
      tail -n 25 "$log" | sed 's/^/    /'
      ;;
  esac
}

# write_row TEXT: to where table.sh finds it, in the order of `names`.
write_row() {
  mkdir -p "build/mpis/matrix/$table"
  printf '%s\n' "$1" >"build/mpis/matrix/$table/$(printf '%s\n' "${names[@]}" | grep -n -x "$name" | tr ':' '-')"
}
