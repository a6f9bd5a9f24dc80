#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Seconds of three whole reports of a study, in every format, in a copy of its directory.
set -euo pipefail
study=$(cd "${1:?usage: quick_report.sh STUDY_DIR}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$study/journal.jsonl" "$folder"
TIMEFORMAT='%R s, %U s of CPU'
for _ in 1 2 3; do
  time "${ASSAY_PYTHON:-python3}" -m scaling report "$folder" > "$folder/tables.txt"
done
echo 'goal of the quickstart: 1 s'
