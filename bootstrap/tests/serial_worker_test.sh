#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The worker for one thread a rank is built where it is asked for, and from then on kept new.
. "${BASH_SOURCE[0]%/*}/project.sh"

cat >"$project/more.cmake" <<'CMAKE'
add_executable(assay-worker-serial EXCLUDE_FROM_ALL harness/main.c)
CMAKE
worker=$project/build/release/bin/assay-worker-serial
study=$scratch/study.yaml

echo 'simulate: {serial: 0.02}' >"$study"
call run "$study"
expect "a study that does not ask for it" "$status" 0
[[ ! -e $worker ]] || fail "built without being asked for"

printf 'backend:\n  - openmp\n  - serial\n' >"$study"
call run "$study"
expect "a study that asks for it" "$status" 0
expect_said "building the worker for backend serial"
expect "the worker" "$("$worker")" one

call run "$study"
expect_not_said "building"

write_main two >"$project/harness/main.c"
call status
expect "the worker after a change" "$("$worker")" two

rm "$worker"
call run -D 'backend=[serial]'
expect_said "building the worker for backend serial"
