#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./assay micro builds what no other call builds, and hands its words over.
. "${BASH_SOURCE[0]%/*}/project.sh"

cat >"$project/more.cmake" <<'CMAKE'
option(ASSAY_MICRO "" OFF)
if(ASSAY_MICRO)
  add_executable(assay-micro-openmp EXCLUDE_FROM_ALL harness/main.c)
endif()
CMAKE
micro=$project/build/release/bin/assay-micro-openmp

for words in "micro --help" "micro -h" "help micro" "test --help" "help test"; do
  # shellcheck disable=SC2086  # several words
  call $words
  expect "status of $words" "$status" 0
  [[ $output == "usage: ./assay "* ]] || fail "$words: $output"
done
[[ ! -e $project/build/release/bin ]] || fail "help builds"

call
expect "without micro" "$status $output" "0 one"

call micro
expect "first call" "$status $output" $'0 one\n--table'
expect_said "configuring assay-micro"
grep -q '^BUILD_TESTING:BOOL=OFF$' "$project/build/release/CMakeCache.txt" || fail "tests are on"

call micro --only 'pi over'
expect "second call" "$status $output" $'0 one\n--only\npi over'
expect_not_said "configuring"

rm "$micro"
touch "$project/kernels/new.txt"
call
[[ ! -e $micro ]] || fail "built without being asked for"
