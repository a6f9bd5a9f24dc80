#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs a study on GPU nodes: sbatch [options] jobscripts/gpu.sh [study.yaml [options of assay run]]
#SBATCH --job-name=assay-gpu
#SBATCH --nodes=1
#SBATCH --exclusive
#SBATCH --gpus-per-node=1
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --output=assay-%j.log
#SBATCH --open-mode=append
# Ask for all GPUs of a node, as in --gpus-per-node=4: every rank gets one of them.
set -euo pipefail

here=${SLURM_SUBMIT_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
project=$here
while [[ $project != / && ! -f $project/assay ]]; do project=$(dirname "$project"); done
[[ -f $project/assay ]] || project=$(scontrol show job "${SLURM_JOB_ID-}" 2>/dev/null |
  sed -n 's|^ *Command=\(/.*\)/jobscripts/gpu\.sh.*|\1|p' || true)
if [[ ! -f $project/assay ]]; then
  echo "gpu.sh: no ./assay in $here or above it. Call sbatch in the project." >&2
  exit 3
fi
study=${1:-$project/configs/gpu.yaml}
if [[ ! -r $study ]]; then
  echo "gpu.sh: cannot read $study. Name a study file, relative to $PWD." >&2
  exit 2
fi
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"
if [[ -z ${SLURM_JOB_GPUS:-${SLURM_GPUS_ON_NODE:-}} ]]; then
  echo "gpu.sh: the job has no GPU. sbatch --gpus-per-node=1 jobscripts/gpu.sh" >&2
  exit 3
fi

exec "$project/assay" run --reserve "${ASSAY_RESERVE_S:-120}" \
  --jobscript "$project/jobscripts/gpu.sh" "$study" "${@:2}"
