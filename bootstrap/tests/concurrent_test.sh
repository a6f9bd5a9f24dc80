#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two first calls at once: one builds, the other says that it waits; both then run.
. "${BASH_SOURCE[0]%/*}/project.sh"

echo 'add_custom_target(slow ALL COMMAND sleep 1)' >"$project/more.cmake"
"$project/assay" first >"$scratch/first" 2>"$scratch/first.errors" &
job=$!
"$project/assay" second >"$scratch/second" 2>"$scratch/second.errors"
wait "$job"
cat "$scratch"/*.errors >"$errors"

expect "output of the first" "$(<"$scratch/first")" $'one\nfirst'
expect "output of the second" "$(<"$scratch/second")" $'one\nsecond'
expect "number of builds" "$(grep -c 'building' "$errors")" 1
expect "number that waited" "$(grep -c 'waiting for another call' "$errors")" 1
