#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./assay test adds up what CTest and pytest counted, and fails when either fails or no
# test ran.
. "${BASH_SOURCE[0]%/*}/project.sh"

# A stand-in for pytest that writes the counts of a run, those of the other parts of their own;
# all else is Python's.
ASSAY_PYTHON=$scratch/python
cat >"$ASSAY_PYTHON" <<'SH'
#!/bin/sh
for word; do case $word in --junit-xml=*) report=${word#*=} ;; esac; done
[ -n "${report-}" ] || exec python3 "$@"
case $report in
  */pages.xml) echo "${PAGES_SUITE-}" >"$report" && exit "${PAGES_STATUS-0}" ;;
  */pytest-2.xml) echo "${HALF_SUITE-}" >"$report" && exit "${HALF_STATUS-0}" ;;
esac
echo "$PYTEST_SUITE" >"$report"
exit "$PYTEST_STATUS"
SH
chmod +x "$ASSAY_PYTHON"
cat >"$project/more.cmake" <<'CMAKE'
foreach(test IN ITEMS good fine)
  add_test(NAME ${test} COMMAND ${CMAKE_COMMAND} -E true)
endforeach()
add_test(NAME skipped COMMAND sh -c "echo skipped: no compiler for it && exit 77")
set_tests_properties(skipped PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME disabled COMMAND ${CMAKE_COMMAND} -E true)
set_tests_properties(disabled PROPERTIES DISABLED ON)
add_test(NAME sometimes COMMAND ${CMAKE_COMMAND} -E cat $ENV{TEST_NEEDS})
set_tests_properties(good sometimes PROPERTIES LABELS unit)
CMAKE
export ASSAY_NO_INSTALL=1 PYTEST_STATUS=0 TEST_NEEDS=/dev/null PYTEST_SUITE

# cases COUNT [ELEMENT]: so many tests of a report, each with the element.
cases() {
  local n
  for ((n = 0; n < $1; ++n)); do echo "<testcase name=\"case$n\">${2-}</testcase>"; done
}
suite() { printf '<testsuites><testsuite>%s</testsuite></testsuites>' "$*"; }
last_line() { tail -n 1 <<<"$output"; }

PYTEST_SUITE=$(suite "$(cases 5)" "$(cases 2 '<skipped message="no browser"/>')")
call test
expect "all good" "$status $(last_line)" "0 8 passed, 0 failed, 3 skipped"
expect "why" "$(grep '^skipped: ' <<<"$output")" "skipped: skipped: no compiler for it
skipped: case0, case1: no browser"
call test -L unit
expect "label unit" "$status $(last_line)" "0 7 passed, 0 failed, 2 skipped"
call test -R '^good$'
expect "one by name" "$status $(last_line)" "0 1 passed, 0 failed"
call test -R '^none$'
expect "no test" "$status $(last_line)" "1 0 passed, 0 failed"

PYTEST_STATUS=1
PYTEST_SUITE=$(suite "$(cases 4)" "$(cases 2 '<failure/>')" "$(cases 1 '<error/>')")
call test
expect "pytest fails" "$status $(last_line)" "1 7 passed, 3 failed, 1 skipped"
expect "which failed" "$(grep '^failed: ' <<<"$output")" "failed: case0
failed: case1
failed: case0"

PYTEST_STATUS=0 PYTEST_SUITE=$(suite "$(cases 1)")
PAGES_STATUS=1 PAGES_SUITE=$(suite "$(cases 2)" "$(cases 1 '<failure/>')") call test -R pytest
expect "a page fails" "$status $(last_line)" "1 3 passed, 1 failed"
HALF_STATUS=1 HALF_SUITE=$(suite "$(cases 3)" "$(cases 1 '<failure/>')") call test -R pytest
expect "the other half fails" "$status $(last_line)" "1 4 passed, 1 failed"

PYTEST_STATUS=3 PYTEST_SUITE=''
call test -R 'good|pytest'
expect "pytest ends without counts" "$status $(last_line)" "1 1 passed, 1 failed"
expect "which" "$(grep '^failed: ' <<<"$output")" "failed: pytest-1: ended with exit status 3"

PYTEST_STATUS=0 PYTEST_SUITE=$(suite "$(cases 1)")
echo 'add_test(NAME lost COMMAND /nowhere/lost)' >>"$project/more.cmake"
call test
expect "CTest finds no executable" "$status $(last_line)" "1 4 passed, 1 failed, 1 skipped"
expect "which" "$(grep '^failed: ' <<<"$output")" "failed: lost: Unable to find executable"
sed -i '/lost/d' "$project/more.cmake"
echo 'add_test(NAME bad COMMAND false)' >>"$project/more.cmake"
call test
expect "CTest fails" "$status $(last_line)" "1 4 passed, 1 failed, 1 skipped"

# What CTest would pass over, and then run every test.
for words in "test --nosuch" "test good" "test -R good fine" "test -R=good --verbos"; do
  # shellcheck disable=SC2086  # several words
  call $words
  expect "status of $words" "$status $output" "2 "
  expect_said "(./assay test --help)"
  expect_not_said "building"
done
call test good
expect_said "good belongs to no option: to choose tests by name, -R good"
call test -j2 --output-on-failure -R '^(good|-x)$' --timeout 9 -LE none --no-tests=error
expect "options of CTest" "$status $(last_line)" "0 1 passed, 0 failed"
