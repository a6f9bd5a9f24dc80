#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# languages.sh MPI [LANGUAGE...]: one row of the matrix of languages. A program of each language
# in which MPI is called, whose last rank comes 0.3 s late to a barrier, is seen in its right
# world with right times, and in a wrong one (started by another MPI's launcher) is no
# measurement. A whole row goes to build/mpis/matrix/languages, and what each cell printed to
# build/mpis/matrix/MPI/languages/LANGUAGE.log.
set -uo pipefail

columns=(c mpif.h mpi mpi_f08 mpi4py)
names=(open-mpi-4 open-mpi-5 mpich-4 mpich-5 mpich-5-abi intel-mpi intel-mpi-abi)
table=languages name=$1
. "${BASH_SOURCE[0]%/*}/matrix.sh"

library[mpich-5-abi]=${library[mpich-5]}
library[intel-mpi-abi]=${library[intel-mpi]}
programs=$root/harness/tests/mpis/programs

# The standard's ABI: programs are linked with libmpi_abi, and run with that of any MPI.
provide_mpich_5_abi() { provide_mpich_5; }
provide_intel_mpi_abi() { provide_intel_mpi; }

# compiler NAME: prints the path of a wrapper, of Open MPI where Debian has several.
compiler() {
  local where=$prefix/bin/$1
  [[ $name != *-abi ]] || where=$(prefix_of mpich_5)/bin/${1}_abi || return
  [[ ! -x $where.openmpi ]] || where+=.openmpi
  [[ -x $where ]] || { echo "no $1" >&2; return 77; }
  echo "$where"
}

# Modules of gfortran, where Intel's wrapper does not look for them: Intel's packages of PyPI
# put them one folder deeper.
modules() {
  local version folder
  version=$(gfortran -dumpversion)
  for folder in "$prefix/include/mpi/gfortran/${version%%.*}".*; do
    [[ ! -d $folder ]] || echo "-I$folder"
  done
}

# check_times STUDY: whether all launches were of this library, two ranks and right times. A
# busy host lets ranks wait longer: the best launch tells.
check_times() {
  PYTHONPATH=$root/analysis "$python" - "$directory/results/$1/journal.jsonl" "${library[$name]}" <<'PYTHON'
import json
import re
import sys

from scaling.records.compact import shared_text, whole_record

lines = [(json.loads(raw), raw) for raw in open(sys.argv[1], "rb")]
shared = {line["id"]: json.loads(shared_text(line, raw)) for line, raw in lines if line["kind"] == "shared"}
seen = [whole_record(line, shared)["witness"] for line, _ in lines if line["kind"] == "record"]
for mpi in (witness["mpi"] for witness in seen):
    print(mpi)
    if mpi["size"] != 2 or not re.search(sys.argv[2], mpi["version"]):
        sys.exit(f"no world of 2 ranks of {sys.argv[2]}")
waited, late = zip(*([rank["collective"] for rank in witness["mpi_s"]] for witness in seen))
print("seconds in collectives: on time", waited, "late", late)
if not (0.29 <= min(waited) <= 0.45 and min(late) <= 0.1):
    sys.exit("0.3 s and nothing were meant")
PYTHON
}

# check_right WORDS: by the MPI loaded as by its module.
check_right() {
  local -x PATH=$prefix/bin:$PATH
  measure right "$1"
  verdicts right | grep -x 'ok 2' && check_times right
}

# check_lone WORDS: ranks that another MPI's launcher starts are seen to be worlds of one. The
# library of MPICH 5 ends them itself.
check_lone() {
  ASSAY_MPIEXEC=$foreign/bin/mpiexec measure lone "$1"
  verdicts lone | grep -x 'world 2' ||
    { verdicts lone | grep -x 'crash 2' && grep 'unsupported PMI version' "$directory/results/lone/journal.jsonl"; }
}

# check_refused PROGRAM: before anything is launched, by what it is linked with, in one line.
check_refused() {
  local output
  output=$(ASSAY_MPIEXEC=$foreign/bin/mpiexec measure refused "$1" 2>&1) && return 1
  echo "$output"
  [[ $(wc -l <<<"$output") == 1 && $output == *"is linked with"* && ! -e $directory/results/refused ]]
}

# check_program PROGRAM: a program of the standard's ABI may be any launcher's, and is not
# refused for what it is linked with.
check_program() {
  local foreign
  foreign=$(foreign_prefix) || return
  check_right "$1" && check_lone "bash, -c, exec $1" || return
  [[ $name == *-abi ]] || check_refused "$1"
}

check_c() {
  local cc
  cc=$(compiler mpicc) || return
  LD_LIBRARY_PATH='' "$cc" -o "$directory/of_c" "$programs/late.c" && check_program "$directory/of_c"
}

# check_fortran PROGRAM [MODULE]
check_fortran() {
  local fortran options=()
  fortran=$(compiler mpifort) || fortran=$(compiler mpif90 2>/dev/null) || return
  has gfortran || { echo "no gfortran"; return 77; }
  if [[ ${2-} ]]; then
    options=("-DBINDING=$2")
    mapfile -t -O 1 options < <(modules)
    printf 'use %s\nend\n' "$2" >"$directory/use.f90"
    "$fortran" "${options[@]:1}" -c -o "$directory/use.o" "$directory/use.f90" ||
      { echo "no $2 of gfortran $(gfortran -dumpversion)"; return 77; }
  fi
  "$fortran" "${options[@]}" -o "$directory/$1" "$programs/late.F90" && check_program "$directory/$1"
}

check_mpif_h() { check_fortran of_mpif_h; }
check_mpi() { check_fortran of_mpi mpi; }
check_mpi_f08() { check_fortran of_mpi_f08 mpi_f08; }

library_file() {
  local file
  for file in "$prefix"/lib/libmpi.so.{12,40} "$prefix"/lib/*/openmpi/lib/libmpi.so.40; do
    [[ ! -e $file ]] || { echo "$file"; return; }
  done
}

# The wheel of PyPI serves MPICH, Open MPI and Intel MPI; that of the ABI is compiled.
check_mpi4py() {
  local of_mpi4py foreign
  foreign=$(foreign_prefix) || return
  if [[ $name == *-abi ]]; then
    of_mpi4py=$(prefix_of mpi4py_abi) || { echo "no mpi4py of the ABI"; return 77; }
  else
    of_mpi4py=$(prefix_of mpi4py) || { echo "no mpi4py"; return 77; }
    local -x MPI4PY_LIBMPI
    MPI4PY_LIBMPI=$(library_file)
  fi
  local words="$of_mpi4py/bin/python, $programs/late.py"
  check_right "$words" && check_lone "$words"
}

(($# == 1)) || columns=("${@:2}")
"provide_${name//-/_}"
[[ $name != intel-* ]] || export LD_LIBRARY_PATH=$prefix/lib  # programs of Fortran do not know it
for column in "${columns[@]}"; do check "$column"; done
row="| $name |$row $SECONDS |"
(($# > 1)) || write_row "$row"
echo "$row"
[[ ! $failed ]]
