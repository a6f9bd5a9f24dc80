#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A build that fails shows the end of its log and where the log is; the next call mends it.
. "${BASH_SOURCE[0]%/*}/project.sh"

echo 'int main(void) { return no_such_name; }' >"$project/harness/main.c"
call
expect "exit code" "$status" 1
expect "standard output" "$output" ""
expect_said "building failed"
expect_said "no_such_name"
expect_said "the whole log: $project/build/log/build.log"
grep -q no_such_name "$project/build/log/build.log" || fail "the log lacks the message"

write_main mended >"$project/harness/main.c"
call
expect "after mending" "$status $output" "0 mended"

echo '#error broken again' >"$project/harness/main.c"
call
expect "broken again" "$status $output" "1 "
call
expect "still broken: the old program does not run" "$status $output" "1 "
