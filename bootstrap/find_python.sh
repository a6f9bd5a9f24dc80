#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# find_python.sh [MODULE...]: prints the path of an interpreter that runs the analysis, for those
# who call CMake themselves.
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
cd "$root" || exit
. bootstrap/progress.sh
. bootstrap/packages.sh
. bootstrap/python.sh
find_python "$@"
