# SPDX-License-Identifier: Apache-2.0
# ./assay test [CTEST OPTION...]: builds and runs every test, C++ and Python, and adds up.
# -L and -R choose among the Python tests too: to them they are one test named `pytest`
# with the labels `unit` and `python`.
# shellcheck shell=bash

. "$root/bootstrap/build.sh"

test_help() {
  cat <<'HELP'
usage: ./assay test [CTEST OPTION...]

Builds and runs every test, C++ and Python, and adds up. Where nothing may be installed,
what is missing is left out and told.
  -R REGEX   tests whose name matches; the Python tests are one, named pytest
  -L LABEL   tests with the label: unit, python, mpi, slurm, gridengine, mpis (builds every MPI)
  -j N       so many at once
Every other option of ctest is handed on to it.

Exit codes: 0 all passed, 1 a test failed or none ran, or the build failed, 2 usage,
3 something to build with is missing, 130 ended by Ctrl-C.
HELP
}

options_of_ctest() { ctest --help | grep -oE '(^ +|, ?)--?[A-Za-z][-A-Za-z]*' | tr -d ' ,'; }

# CTest passes over a word that it does not know, and would run every test.
check_words() {
  local word known before=
  has ctest || return 0
  known=$'\n'$(options_of_ctest)$'\n'
  for word; do
    if [[ $word == -* ]]; then
      [[ $known == *$'\n'"${word%%=*}"$'\n'* || $word =~ ^-j[0-9]+$ ]] ||
        refuse "ctest has no option $word"
    elif [[ $before != -* ]]; then
      refuse "$word belongs to no option: to choose tests by name, -R $word"
    fi
    before=$word
  done
}

# refuse WHY: ends the program.
refuse() {
  say "$1 (./assay test --help)"
  exit 2
}

has_slurm() (
  PATH=$PATH:/usr/sbin:/sbin
  has slurmctld && has slurmd && has srun && has munged
)

has_accounting() (
  PATH=$PATH:/usr/sbin:/sbin
  has slurmdbd && has mariadbd && has my_print_defaults
)

# The tests of Slurm start a cluster of their own. Where they cannot, that is a failure; only
# where nothing may be installed, and CI is not set, they are left out. What needs sacct is
# skipped without.
prepare_slurm() {
  has_slurm && has_accounting && return
  if may_install; then
    install_group slurm || true
  elif ! has_slurm && [[ -z ${CI-} ]]; then
    say "no Slurm here, and nothing may be installed: its tests are left out"
    without_slurm=(--label-exclude '^slurm$')
  fi
}

# Without strace the tests that look for a shell are skipped.
prepare_strace() {
  has strace || ! may_install || install_group gate || true
}

# Two more at once than there are cores: those of Slurm and Grid Engine wait most of the time.
run_ctest() {
  local report=$log_directory/ctest.xml status=0
  rm -f "$report"
  ctest --preset release --parallel "$(($(nproc) + 2))" --no-tests=ignore \
    --output-junit "$report" "${without_slurm[@]}" "$@" </dev/null || status=$?
  results=("$report" "$status")
}

# The matrices of MPIs are run only where its label is asked for by name.
chooses_mpis() {
  while (($#)); do
    case $1 in
      -L | --label-regex) [[ mpis =~ ${2-} && ! mpi =~ ${2-} ]] && return ;;
    esac
    shift
  done
  return 1
}

chooses_pytest() {
  while (($#)); do
    case $1 in
      -L | --label-regex) [[ unit =~ ${2-} || python =~ ${2-} ]] || return ;;
      -R | --tests-regex) [[ pytest =~ ${2-} ]] || return ;;
    esac
    shift
  done
}

# start_pytest_part NAME WORD...: the pytest of these words, whose log and report have this name.
start_pytest_part() {
  local name=$1 python
  shift
  read -r python <build/python
  rm -f "$log_directory/$name.xml"
  (cd analysis && exec nice "${ASSAY_PYTHON:-$python}" -m pytest --color=auto \
    --junit-xml="$log_directory/$name.xml" "$@") </dev/null >"$log_directory/$name.log" 2>&1 &
  pytest_jobs[$name]=$!
}

# The Python tests run beside the others, most of which wait, as the commands of the pages do;
# what they say comes last. In halves, by letters: alone they would outlast the others on one core.
start_pytest() {
  local pages=tests/test_commands_of_pages.py
  start_pytest_part pages "$pages"
  start_pytest_part pytest-1 tests --ignore="$pages" --ignore-glob='tests/test_[j-z]*'
  start_pytest_part pytest-2 tests --ignore-glob='tests/test_[!j-z]*'
  trap 'kill "${pytest_jobs[@]}" 2>/dev/null' EXIT
}

finish_pytest() {
  local name status
  for name in "${!pytest_jobs[@]}"; do
    status=0
    wait "${pytest_jobs[$name]}" || status=$?
    cat "$log_directory/$name.log"
    ((status != 5)) || status=0  # collected no test
    results+=("$log_directory/$name.xml" "$status")
  done
  trap - EXIT
}

# What was skipped and why, and the counts.
close() {
  local python
  [[ ! $with_mpis ]] || bash harness/tests/mpis/table.sh
  ((${#without_slurm[@]} == 0)) || printf '\nleft out: the tests of Slurm, which is not here\n'
  read -r python <build/python
  "${ASSAY_PYTHON:-$python}" bootstrap/count_tests.py "${results[@]}"
}

run_tests() {
  case ${1-} in -h | --help) test_help && return ;; esac
  local without_slurm=() with_mpis='' results=()
  local -A pytest_jobs=()
  check_words "$@"
  build_program ON
  use_own_tools
  check_words "$@"  # now there is a ctest
  cd "$root" || exit
  if chooses_mpis "$@"; then
    with_mpis=yes
    set -- --build-config Mpis "$@"
    rm -rf build/mpis/matrix/{rows,languages}
  else
    prepare_slurm
    prepare_strace
  fi
  # Several tests share the cores: a thread of OpenMP that waits is not to take one.
  export OMP_WAIT_POLICY=${OMP_WAIT_POLICY-passive}
  ! chooses_pytest "$@" || start_pytest
  run_ctest "$@"
  finish_pytest
  close
}
