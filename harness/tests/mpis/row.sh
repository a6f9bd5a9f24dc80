#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# row.sh MPI [COLUMN...]: one row of the matrix of MPIs. Gets that MPI, builds the workers
# with it, and looks whether the built program measures with it, binds, tells it from others,
# and leaves nothing behind. A whole row goes to build/mpis/matrix/rows, and what each column printed
# to build/mpis/matrix/MPI/rows/COLUMN.log.
set -uo pipefail

columns=(builds quickstart binding refused program doctor left-overs)
names=(open-mpi-4 open-mpi-5 mpich-4 mpich-5 intel-mpi)  # in the order of the table
table=rows name=$1
. "${BASH_SOURCE[0]%/*}/matrix.sh"

# What the launcher calls itself.
declare -A launcher=([open-mpi-4]='mpiexec\S* \((OpenRTE|Open MPI)\) 4\.1' [open-mpi-5]='mpiexec\S* \(Open MPI\) 5\.'
  [mpich-4]='HYDRA 4\.' [mpich-5]='HYDRA 5\.' [intel-mpi]='Intel\(R\) MPI Library.* 2021\.')

# of_cache NAME: a value of the build that is tested.
of_cache() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }

# One tree for all: what does not know of MPI, which is most, is compiled once. Each MPI is
# found in another of the ways in which users name theirs.
configure() {
  local options=(-DBUILD_TESTING=OFF -DASSAY_FETCH=OFF -DKokkos_DIR="$(of_cache Kokkos_DIR)"
    -DCMAKE_PREFIX_PATH="$(of_cache CMAKE_PREFIX_PATH)")
  case $name in
    open-mpi-4 | intel-mpi) local -x PATH=$prefix/bin:$PATH ;;
    open-mpi-5) options+=(-DMPI_HOME="$prefix") ;;
    mpich-4) options+=(-DMPI_CXX_COMPILER="$prefix/bin/mpicxx") ;;
    mpich-5) options+=(-DCMAKE_PREFIX_PATH="$prefix;$(of_cache CMAKE_PREFIX_PATH)") ;;
  esac
  cmake --preset release -B build/mpis -U 'MPI*' "${options[@]}"
}

library_of_worker() {
  "$directory/bin/assay-worker-openmp" --describe |
    "$python" -c 'import json, sys; print(json.load(sys.stdin)["mpi"])'
}

check_builds() {
  local own
  configure && cmake --build build/mpis --target assay-worker-serial assay-worker-openmp || return
  rm -rf "${directory:?}/bin"
  cp -r build/mpis/bin "$directory/bin"
  library_of_worker | grep -E "${library[$name]}" || return
  own=$(<"$directory/bin/mpiexec-of-build.txt")
  echo "the launcher of the build: $own"
  "$own" --version | tr -s ' \n' ' ' | sed 's/HYDRA build details: Version:/HYDRA/' |
    grep -E "${launcher[$name]}"
}

# As a user without modules: the mpiexec that comes first may be of another MPI.
check_quickstart() {
  run configs/quickstart.yaml --fresh -D launches=2 &&
    [[ -s $directory/results/quickstart/report/report.html ]] &&
    verdicts quickstart | grep -xE 'ok [0-9]+'
}

# The MPI loaded as by its module, on a site that has turned binding off for other launchers.
check_binding() {
  local -x PATH=$prefix/bin:$PATH I_MPI_PIN=off OMPI_MCA_hwloc_base_binding_policy=none
  cat >"$directory/binding.yaml" <<'YAML'
study: binding
kernel: pi
scaling: strong
samples: 1e6
repetitions: 2
ranks: [1, 2]
threads: [1, 2]
launches: 2
limits: {timeout: 60s}
YAML
  run "$directory/binding.yaml" --fresh --no-report || { verdicts binding; return 1; }
  verdicts binding | grep -xE 'ok ([68])'  # two ranks of two threads need four cores
}

# One whose ranks would be so many worlds of one.
check_refused() {
  local foreign output status=0
  foreign=$(foreign_prefix)/bin/mpiexec || return
  rm -rf "$directory/results/refused"
  sed 's/binding/refused/' "$directory/binding.yaml" >"$directory/refused.yaml"
  output=$(ASSAY_MPIEXEC=$foreign run "$directory/refused.yaml" --no-report 2>&1) || status=$?
  printf '%s\nexit code %s\n' "$output" "$status"
  ((status == 3)) && [[ $(wc -l <<<"$output") == 1 && ! -e $directory/results/refused ]]
}

# compile COMPILER PROGRAM: a program as users have them, which knows nothing of us.
compile() { "$1" -O1 -fopenmp -o "$directory/$2" witness/tests/witnessed.cpp; }

# A program of this MPI is seen to run as asked. One of another kind is started by its own
# launcher; where another was chosen it is refused by what it is linked with, and where a shell
# starts it is seen to run as lone ranks; those of Open MPI 5 leave empty directories in TMPDIR,
# as they do without us.
check_program() {
  local -x PATH=$prefix/bin:$PATH
  local foreign
  compile "$(sed -n 's/^MPI_CXX_COMPILER:FILEPATH=//p' build/mpis/CMakeCache.txt)" own || return
  measure own "$directory/own, barrier"
  verdicts own | grep -x 'ok 2' || return
  sed 's/\\t/ /g' "$directory/results/own/journal.jsonl" | grep -oE '"version":"[^"]*"' | grep -E "${library[$name]}" | uniq || return
  foreign=$(foreign_prefix) || return
  compile "$foreign/bin/mpicxx" foreign || return
  measure foreign "$directory/foreign, barrier"
  verdicts foreign | grep -x 'ok 2' || return
  grep 'foreign is linked with' \
    <(ASSAY_MPIEXEC=$prefix/bin/mpiexec measure chosen "$directory/foreign, barrier" 2>&1) || return
  mkdir -p "$directory/lone"
  TMPDIR=$directory/lone measure hidden "bash, -c, exec $directory/foreign barrier"
  verdicts hidden | tee "$directory/hidden.txt"
  ! grep ok "$directory/hidden.txt"
}

check_doctor() {
  local -x PATH=$prefix/bin:$PATH
  "$program" doctor --json >"$directory/doctor.json"
  "$python" - "$directory/doctor.json" "${launcher[$name]}" "${library[$name]}" <<'PYTHON'
import json
import re
import sys

lines = {line["subject"]: line for line in json.load(open(sys.argv[1], encoding="utf-8"))}
wanted = {"launcher": sys.argv[2], "assay-worker-openmp": "linked with " + sys.argv[3]}
wanted |= {"world probe": "ran as asked", "binding probe": "ran as asked", "witness": "saw 2 ranks of " + sys.argv[3]}
for subject, words in wanted.items():
    print(lines[subject])
    if lines[subject]["level"] != "ok" or not re.search(words, lines[subject]["seen"]):
        sys.exit(f"{subject}: not ok, or not {words}")
PYTHON
}

# Names that MPIs, their helpers and we ourselves give to files.
left_overs() {
  find /tmp /dev/shm "$TMPDIR" -maxdepth 1 -user "$(id -un)" \( -name 'assay-[0-9a-f]*' -o -name 'ompi*' \
    -o -name 'openmpi*' -o -name 'prte*' -o -name 'pmix*' -o -name 'vader*' -o -name 'sm_segment*' \
    -o -name 'hydra*' -o -name 'mpich*' -o -iname 'impi*' -o -name 'Intel_MPI*' -o -name 'ucx*' \
    -o -name 'psm*' -o -name 'fi_*' \) | sort
}

# await_worker STUDY: until one of its launches has come to the kernel, or for a minute.
await_worker() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    compgen -G "$directory/results/$1/attempts/*/started" >/dev/null && return
    sleep 0.1
  done
  echo "no worker of $1 has started"
}

# kill_launcher HARNESS: with a signal that leaves it no time to clean up.
kill_launcher() {
  local child
  for child in $(<"/proc/$1/task/$1/children"); do
    [[ $(<"/proc/$child/comm") == assay* ]] || kill -KILL "$child"
  done
}

# begin STUDY: a launch that would last for hours, with 10 s to live; sets `harness`.
begin() {
  sed -e "s/binding/$1/" -e 's/1e6/1e13/' -e 's/^ranks.*/ranks: 2/' -e 's/^threads.*/threads: 1/' \
    -e 's/60s/10s/' -e 's/^launches.*/launches: 1/' "$directory/binding.yaml" >"$directory/$1.yaml"
  rm -rf "$directory/results/$1"
  "$program" run "$directory/$1.yaml" --no-report --results "$directory/results" &
  harness=$!
}

# Launches that do not end in time, whose launcher is killed, whose harness is killed; after
# the last the same command goes on.
end_launches_badly() {
  local harness
  begin endless
  wait "$harness"
  begin orphaned
  await_worker orphaned
  kill_launcher "$harness"
  wait "$harness"
  begin killed
  await_worker killed
  kill -KILL "$harness"
  wait "$harness"
  run "$directory/killed.yaml" --no-report
  printf 'endless: %s; orphaned: %s; killed: %s\n' "$(verdicts endless)" "$(verdicts orphaned)" \
    "$(verdicts killed)"
  verdicts endless | grep -x 'hang 1' && verdicts orphaned | grep -x 'crash 1' &&
    verdicts killed | grep -x 'hang 1 interrupted 1'
}

# What others launch meanwhile goes away again; what is left stays.
check_left_overs() {
  local -x PATH=$prefix/bin:$PATH
  local more look
  end_launches_badly || return
  more=$(comm -13 "$directory/before" <(left_overs))
  for ((look = 0; look < 60; look++)); do
    [[ $more ]] || return 0
    sleep 1
    more=$(comm -12 <(echo "$more") <(left_overs))
  done
  printf 'left after a minute:\n%s\n' "$more"
  return 1
}

# What the worker says of its library, without what follows the version.
version() { library_of_worker 2>/dev/null | head -n 1 | sed 's/ for Linux.*//; s/,.*//; s/ Version:\s*/ /'; }

(($# == 1)) || columns=("${@:2}")
export ASSAY_WORKER_DIR=$directory/bin
"provide_${name//-/_}"
left_overs >"$directory/before"
for column in "${columns[@]}"; do
  check "$column"
  [[ $column$row != 'builds FAILED |' ]] || break  # without workers there is nothing to run
done
row="| $name | $(version) |$row $SECONDS |"
(($# > 1)) || write_row "$row"
echo "$row"
[[ ! $failed ]]
