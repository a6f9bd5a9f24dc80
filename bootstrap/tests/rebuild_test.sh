#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds at the first call and after a change of the sources, and at no other.
. "${BASH_SOURCE[0]%/*}/project.sh"

call
expect "first call" "$status $output" "0 one"
expect_said "building"

call
expect "second call" "$output" one
expect "words of the second call" "$(<"$errors")" ""

write_main two >"$project/harness/main.c"
call
expect "after a change" "$output" two
expect_not_said "configuring"

touch "$project/kernels/new.txt"
call
expect_said "building"
call
expect "words after a new file was seen" "$(<"$errors")" ""

rm "$project/kernels/new.txt"
call
expect_said "building"

mkdir "$project/kernels/__pycache__"
echo bytes >"$project/kernels/__pycache__/new.pyc"
call
expect "words after Python left something" "$(<"$errors")" ""

echo '# changed' >>"$project/CMakeLists.txt"
call
expect_said "configuring"

CC=/nowhere/cc call
expect "with a compiler that is not there" "$status" 1
expect_said "configuring failed"
call
expect "without CC again" "$status $output" "0 two"

mv "$project" "$project moved"
project="$project moved"
write_main three >"$project/harness/main.c"
call
expect "after the clone was moved" "$status $output" "0 three"
