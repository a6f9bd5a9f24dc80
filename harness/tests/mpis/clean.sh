#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clean.sh [LAUNCHES]: whether the witness raises a false alarm. Three programs that know nothing
# of assay, and of two MPIs, run as they should: LAMMPS and HPCC of Debian, IMB-MPI1 of Intel MPI
# from PyPI, each LAUNCHES times (67) on two ranks. All of them have to be judged ok; prints how
# many were, and what was said of the others. A program that is not here is skipped by name.
set -uo pipefail

launches=${1:-67}
names=(lammps hpcc imb)
table=clean name=clean
. "${BASH_SOURCE[0]%/*}/matrix.sh"

melt="units lj
atom_style atomic
lattice fcc 0.8442
region box block 0 8 0 8 0 8
create_box 1 box
create_atoms 1 box
mass 1 1.0
velocity all create 3.0 87287
pair_style lj/cut 2.5
pair_coeff 1 1 1.0 1.0 2.5
fix 1 all nve
run 100"

# The first lines of HPCC's input, of 31: a small problem on 1 x 2 ranks.
linpack="HPLinpack benchmark input file
of HPCC
HPL.out
8
1
100
1
32
0
1
1
2
16.0
1
2
1
4
1
2
1
1
1
0
1
0
1
0
2
64
0
0
1
8
##### PTRANS
0
100
0
32"

# measure_often NAME WORDS: as many launches as were asked for, in their folder.
measure_often() {
  printf 'study: %s\nprogram: [%s]\nworking_directory: .\nscaling: strong\nranks: 2\nlaunches: %s\n%s\n' \
    "$1" "$2" "$launches" 'limits: {timeout: 120s}' >"$directory/$1.yaml"
  rm -rf "${directory:?}/results/$1"
  run "$directory/$1.yaml" --no-report >"$directory/$1.log" 2>&1
  printf '%s: %s\n' "$1" "$(verdicts "$1")" | tee -a "$directory/verdicts"
  grep -E 'launch [0-9]+: .*: (world|binding|crash|unproven|hang|no_result|launcher|identity)' "$directory/$1.log"
}

lammps() {
  has lmp || { echo "lammps: skipped, no lmp (Debian's package lammps)"; return; }
  echo "$melt" >"$directory/in.melt"
  measure_often lammps 'lmp, -in, in.melt, -log, none'
}

hpcc() {
  type -P hpcc >/dev/null || { echo "hpcc: skipped, no hpcc (Debian's package hpcc)"; return; }
  echo "$linpack" >"$directory/hpccinf.txt"
  measure_often hpcc hpcc
}

imb() (
  provide_intel_mpi
  export PATH=$prefix/bin:$PATH LD_LIBRARY_PATH=$prefix/lib
  measure_often imb "$prefix/bin/IMB-MPI1, -npmin, 2, -iter, 50, -msglog, 10, PingPong, Allreduce"
)

rm -f "$directory/verdicts"
for program_here in "${names[@]}"; do "$program_here"; done
sed -E 's/^[a-z]+: //' "$directory/verdicts" | tr ' ' '\n' | awk '
  /^[a-z_]+$/ {verdict = $0; next}
  {sum += $0; if (verdict == "ok") good += $0}
  END {printf "%d of %d launches were judged ok\n", good, sum; exit !sum || good != sum}'
