# SPDX-License-Identifier: Apache-2.0
# ./assay test [CTEST OPTION...]: builds and runs every test, C++ and Python, and adds up.
# -L and -R choose among the Python tests too: to them they are one test named `pytest`
# with the labels `unit` and `python`.
# shellcheck shell=bash

. "$root/bootstrap/build.sh"

# attribute NAME FILE: a count of the first <testsuite> of a JUnit file; 0 without it.
attribute() {
  local count
  count=$(tr '\n\t' '  ' 2>/dev/null <"$2" | grep -o '<testsuite [^>]*' | head -n 1 |
    grep -o " $1=\"[0-9]*\"" | tr -dc 0-9) || true
  printf '%s' "${count:-0}"
}

# add_counts FILE STATUS: a runner that fails without a failed test counts as one.
add_counts() {
  local file=$1 status=$2 bad idle
  bad=$(($(attribute failures "$file") + $(attribute errors "$file")))
  idle=$(($(attribute skipped "$file") + $(attribute disabled "$file")))
  passed=$((passed + $(attribute tests "$file") - bad - idle))
  skipped=$((skipped + idle))
  ((status == 0 || bad > 0)) || bad=1
  failed=$((failed + bad))
}

has_slurm() (
  PATH=$PATH:/usr/sbin:/sbin
  has slurmctld && has slurmd && has srun && has munged
)

has_accounting() (
  PATH=$PATH:/usr/sbin:/sbin
  has slurmdbd && has mariadbd
)

# The tests of Slurm start a cluster of their own. Where they cannot, that is a failure;
# only where nothing may be installed they are left out. What needs sacct is skipped without.
prepare_slurm() {
  has_slurm && has_accounting && return
  if may_install; then
    install_requirements slurm accounting || true
  elif ! has_slurm; then
    say "no Slurm here, and nothing may be installed: its tests are left out"
    without_slurm=(--label-exclude '^slurm$')
  fi
}

# Without strace the tests that look for a shell are skipped.
prepare_strace() {
  has strace || ! may_install || install_requirements strace || true
}

run_ctest() {
  local report=$log_directory/ctest.xml status=0
  rm -f "$report"
  ctest --preset release --parallel "$(nproc)" --no-tests=ignore \
    --output-junit "$report" "${without_slurm[@]}" "$@" </dev/null || status=$?
  add_counts "$report" "$status"
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

# The Python tests run beside the others, most of which wait; what they say comes last.
start_pytest() {
  local python
  read -r python <build/python
  rm -f "$pytest_report"
  (cd analysis && exec nice "${ASSAY_PYTHON:-$python}" -m pytest --junit-xml="$pytest_report" \
    --color=auto tests) </dev/null >"$log_directory/pytest.log" 2>&1 &
  pytest_job=$!
  trap 'kill "$pytest_job" 2>/dev/null' EXIT
}

finish_pytest() {
  local status=0
  wait "$pytest_job" || status=$?
  trap - EXIT
  cat "$log_directory/pytest.log"
  ((status != 5)) || status=0  # collected no test
  add_counts "$pytest_report" "$status"
}

run_tests() {
  local passed=0 failed=0 skipped=0 without_slurm=() pytest_job=
  local pytest_report=$log_directory/pytest.xml
  build_program ON
  cd "$root" || exit
  prepare_slurm
  prepare_strace
  ! chooses_pytest "$@" || start_pytest
  run_ctest "$@"
  [[ -z $pytest_job ]] || finish_pytest
  printf '\n%d passed, %d failed' "$passed" "$failed"
  ((skipped == 0)) || printf ', %d skipped' "$skipped"
  printf '\n'
  ((failed == 0 && passed > 0))
}
