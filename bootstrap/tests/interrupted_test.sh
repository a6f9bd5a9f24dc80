#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Ctrl-C ends ./assay test at once with what it started, and says so by its exit code.
. "${BASH_SOURCE[0]%/*}/project.sh"

# A stand-in for pytest that goes on for longer than the test of it may last.
ASSAY_PYTHON=$scratch/python
cat >"$ASSAY_PYTHON" <<'SH'
#!/bin/sh
echo $$ >>"$PIDS"
exec sleep 300
SH
chmod +x "$ASSAY_PYTHON"
cat >"$scratch/slow" <<'SH'
#!/bin/sh
echo $$ >>"$PIDS"
exec sleep 300
SH
chmod +x "$scratch/slow"
echo "add_test(NAME slow COMMAND \"$scratch/slow\")" >"$project/more.cmake"
export ASSAY_NO_INSTALL=1 PIDS=$scratch/pids
: >"$PIDS"

# runs PID: of what was killed a line stays where nobody waits for it.
runs() {
  local state=
  read -r _ state _ 2>/dev/null < <(grep '^State:' "/proc/$1/status" 2>/dev/null)
  [[ $state && $state != [ZX] ]]
}

# Children of a shell without job control ignore the interrupt: with it, they do not.
set -m
"$project/assay" test >"$scratch/output" 2>"$errors" &
started=$!
set +m
until (($(wc -l <"$PIDS") == 4)); do  # the test and the parts of pytest
  kill -0 "$started" 2>/dev/null || fail "ended before it was interrupted"
  sleep 0.1
done
kill -INT -- "-$started"
status=0
wait "$started" || status=$?
expect "status" "$status" 130
while read -r pid; do
  for ((tries = 50; tries; --tries)); do
    runs "$pid" || break
    sleep 0.1
  done
  ((tries)) || fail "$pid still runs"
done <"$PIDS"
