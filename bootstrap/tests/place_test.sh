#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The user's directory, arguments and standard output are theirs, wherever the clone is.
. "${BASH_SOURCE[0]%/*}/project.sh"

printf '#include <stdio.h>\n#include <unistd.h>\nint main(int c, char** v) { char d[4096];
puts(getcwd(d, sizeof d)); for (int i = 1; i < c; ++i) puts(v[i]);
while (fgets(d, sizeof d, stdin)) fputs(d, stdout); return 7; }\n' \
  >"$project/harness/main.c"
mkdir "$scratch/else where"
cd "$scratch/else where"
wanted=$(pwd -P)$'\nplan\nmy study.yaml'

call plan "my study.yaml" </dev/null
expect "output of the first call" "$output" "$wanted"
expect "exit code of the program" "$status" 7

ln -s "$project/assay" "$scratch/link"
expect "output through a symlink" "$("$scratch/link" plan "my study.yaml" </dev/null)" "$wanted"

echo 'execute_process(COMMAND cat OUTPUT_QUIET)' >"$project/more.cmake"
rm -rf "$project/build"
output=$("$project/assay" plan "my study.yaml" 2>"$errors" <<<"standard input") || true
expect "what building leaves of standard input" "$output" "$wanted"$'\nstandard input'

rm -rf "$project/build"
status=0
output=$("$project/assay" plan "my study.yaml" <&- 2>"$errors") || status=$?
expect "output with closed stdin" "$output" "$wanted"

rm -rf "$project/build"
output=$(env -i HOME="$scratch" PATH="$PATH" ASSAY_PYTHON=/bin/true \
  CMAKE_PREFIX_PATH="$CMAKE_PREFIX_PATH" "$project/assay" plan "my study.yaml" 2>"$errors" </dev/null) ||
  true
expect "output in an empty environment" "$output" "$wanted"
