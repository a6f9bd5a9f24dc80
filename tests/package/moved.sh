#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# moved.sh BUILD: an installation that was moved, with nothing of the tree that it came from, measures
# a kernel and a program.
set -euo pipefail
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
build=$(readlink -f "$1")
. "$here/installation.sh"
install_moved "$build"

# The tree is gone for who does not know where it was.
! grep -rlF --exclude-dir=__pycache__ -e "$tree" -e "$build" "$moved" || fail "these know the tree that they came from"

grep -q '^\.TH ASSAY 1' "$moved/share/man/man1/assay.1" || fail "no page for man"

mkdir "$scratch/a study"
cd "$scratch/a study"
"$moved/bin/assay" run "$moved/lib/assay/configs/quickstart.yaml" -D launches=2 -D samples=1e6
expect_report results/quickstart
"$moved/bin/assay" scale --threads 1,2 --launches 2 --name sleeper -- sleep 0.1
[[ -s results/sleeper/report/report.html ]] || fail "no report of the program"
