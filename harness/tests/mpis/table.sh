#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints what the rows of the matrix of MPIs found when they last ran.
set -euo pipefail
cd "${BASH_SOURCE[0]%/*}/../../.."

echo "| MPI | version | builds | quickstart | binding | refused | program | doctor | left-overs | s |"
echo "|---|---|---|---|---|---|---|---|---|---|"
cat build/mpis/matrix/rows/*
