# SPDX-License-Identifier: Apache-2.0
# An installation of a build, and what is expected of it.
# shellcheck shell=bash

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() { echo "$*" >&2; exit 1; }

# The interpreter that the build found, which is noted outside of what is moved here.
tree=$(readlink -f "${BASH_SOURCE[0]%/*}/../..")
export ASSAY_PYTHON=${ASSAY_PYTHON:-$(cat "$tree/build/python" 2>/dev/null || echo python3)}

# install_moved BUILD: `moved` is where it lies after a move, in a path with a space.
install_moved() {
  moved="$scratch/moved elsewhere"
  cmake --install "$1" --prefix "$scratch/first" --component Unspecified >"$scratch/install.log" ||
    { cat "$scratch/install.log" >&2; fail "not installed"; }
  mv "$scratch/first" "$moved"
}

# expect_report DIRECTORY: of a study of which every launch was proven.
expect_report() {
  [[ -s $1/report/report.html ]] || fail "no report in $1"
  grep -q '"verdict":"ok"' "$1/journal.jsonl" || fail "no launch in $1 was proven"
  ! grep '"verdict":' "$1/journal.jsonl" | grep -v '"verdict":"ok"' || fail "a launch of $1 did not count"
}
