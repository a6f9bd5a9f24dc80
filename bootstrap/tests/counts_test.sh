#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./assay test adds up what CTest and pytest counted, and fails when either fails or no
# test ran.
. "${BASH_SOURCE[0]%/*}/project.sh"

# A stand-in for Python that writes the counts of a pytest run.
ASSAY_PYTHON=$scratch/python
cat >"$ASSAY_PYTHON" <<'SH'
#!/bin/sh
for word; do case $word in --junit-xml=*) report=${word#*=} ;; esac; done
echo "$PYTEST_SUITE" >"$report"
exit "$PYTEST_STATUS"
SH
chmod +x "$ASSAY_PYTHON"
cat >"$project/more.cmake" <<'CMAKE'
foreach(test IN ITEMS good fine)
  add_test(NAME ${test} COMMAND ${CMAKE_COMMAND} -E true)
endforeach()
add_test(NAME skipped COMMAND ${CMAKE_COMMAND} -E false)
set_tests_properties(skipped PROPERTIES SKIP_RETURN_CODE 1)
add_test(NAME sometimes COMMAND ${CMAKE_COMMAND} -E cat $ENV{TEST_NEEDS})
set_tests_properties(good sometimes PROPERTIES LABELS unit)
CMAKE
export PYTEST_STATUS=0 TEST_NEEDS=/dev/null
export PYTEST_SUITE='<testsuites><testsuite name="pytest" errors="0" failures="0" skipped="2" tests="7">'
last_line() { tail -n 1 <<<"$output"; }

call test
expect "all good" "$status $(last_line)" "0 8 passed, 0 failed, 3 skipped"
call test -L unit
expect "label unit" "$status $(last_line)" "0 7 passed, 0 failed, 2 skipped"
call test -R '^good$'
expect "one by name" "$status $(last_line)" "0 1 passed, 0 failed"
call test -R '^none$'
expect "no test" "$status $(last_line)" "1 0 passed, 0 failed"

PYTEST_STATUS=1
PYTEST_SUITE='<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="0" tests="7">'
call test
expect "pytest fails" "$status $(last_line)" "1 7 passed, 3 failed, 1 skipped"

PYTEST_STATUS=3 PYTEST_SUITE=''
call test -R 'good|pytest'
expect "pytest ends without counts" "$status $(last_line)" "1 1 passed, 1 failed"

PYTEST_STATUS=0
PYTEST_SUITE='<testsuites><testsuite name="pytest" errors="0" failures="0" skipped="0" tests="1">'
echo 'add_test(NAME bad COMMAND false)' >>"$project/more.cmake"
call test
expect "CTest fails" "$status $(last_line)" "1 4 passed, 1 failed, 1 skipped"
