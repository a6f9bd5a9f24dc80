#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Adds up what the tasks of jobscripts/array.sh computed, which submits it:
# sbatch jobscripts/combine.sh study.yaml TASKS
#SBATCH --job-name=assay-combine
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --time=00:10:00
#SBATCH --output=assay-%j.log
set -euo pipefail

project=${SLURM_SUBMIT_DIR:-$PWD}
while [[ $project != / && ! -f $project/assay ]]; do project=$(dirname "$project"); done
[[ -f $project/assay ]] || project=$(scontrol show job "${SLURM_JOB_ID-}" 2>/dev/null |
  sed -n 's|^ *Command=\(/.*\)/jobscripts/combine\.sh.*|\1|p' || true)
if [[ ! -f $project/assay || $# -ne 2 ]]; then
  echo "combine.sh: call it in the project: sbatch jobscripts/combine.sh study.yaml TASKS" >&2
  exit 2
fi
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"
exec "$project/assay" combine "$1" --of "$2"
