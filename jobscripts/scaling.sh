#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs a study inside an allocation: sbatch [options] jobscripts/scaling.sh [study.yaml]
#SBATCH --job-name=assay
#SBATCH --nodes=1
#SBATCH --exclusive
#SBATCH --time=01:00:00
#SBATCH --output=assay-%j.log
#SBATCH --open-mode=append
set -euo pipefail

# A batch script runs from a copy; the project is where it was submitted from.
project=${SLURM_SUBMIT_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
while [[ $project != / && ! -x $project/assay ]]; do project=$(dirname "$project"); done
if [[ ! -x $project/assay ]]; then
  echo "scaling.sh: no ./assay above ${SLURM_SUBMIT_DIR:-$PWD}. Submit from the project." >&2
  exit 3
fi
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"

exec "$project/assay" run "${1:-$project/configs/scaling.yaml}"
