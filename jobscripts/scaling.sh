#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs a study over the nodes of its job: sbatch [options] jobscripts/scaling.sh [study.yaml [options of assay run]]
#SBATCH --job-name=assay
#SBATCH --nodes=1
#SBATCH --exclusive
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --output=assay-%j.log
#SBATCH --open-mode=append
set -euo pipefail

# A batch script runs from a copy; the project is where it was submitted from, or above, else
# where Slurm knows the script to lie. A directory may be called assay too.
here=${SLURM_SUBMIT_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
project=$here
while [[ $project != / && ! -f $project/assay ]]; do project=$(dirname "$project"); done
[[ -f $project/assay ]] || project=$(scontrol show job "${SLURM_JOB_ID-}" 2>/dev/null |
  sed -n 's|^ *Command=\(/.*\)/jobscripts/scaling\.sh.*|\1|p' || true)
if [[ ! -f $project/assay ]]; then
  echo "scaling.sh: no ./assay in $here or above it. Call sbatch in the project." >&2
  exit 3
fi
study=${1:-$project/configs/scaling.yaml}
if [[ ! -r $study ]]; then
  echo "scaling.sh: cannot read $study. Name a study file, relative to $PWD." >&2
  exit 2
fi
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"

# USR1 comes 120 s before the end (--signal), so launches have to end by then. exec: it
# comes to assay.
exec "$project/assay" run --reserve "${ASSAY_RESERVE_S:-120}" \
  --jobscript "$project/jobscripts/scaling.sh" "$study" "${@:2}"
