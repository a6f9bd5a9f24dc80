#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A study as independent tasks, each with its share of the samples; a job that follows adds
# them up: sbatch [--array=0-15] [options] jobscripts/array.sh [study.yaml]
#SBATCH --job-name=assay-array
#SBATCH --array=0-7
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --output=assay-%A_%a.log
#SBATCH --open-mode=append
set -euo pipefail

here=${SLURM_SUBMIT_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
project=$here
while [[ $project != / && ! -f $project/assay ]]; do project=$(dirname "$project"); done
[[ -f $project/assay ]] || project=$(scontrol show job "${SLURM_JOB_ID-}" 2>/dev/null |
  sed -n 's|^ *Command=\(/.*\)/jobscripts/array\.sh.*|\1|p' || true)
if [[ ! -f $project/assay ]]; then
  echo "array.sh: no ./assay in $here or above it. Call sbatch in the project." >&2
  exit 3
fi
study=${1:-$project/configs/array.yaml}
if [[ ! -r $study ]]; then
  echo "array.sh: cannot read $study. Name a study file, relative to $PWD." >&2
  exit 2
fi
if [[ -z ${SLURM_ARRAY_TASK_ID-} ]]; then
  echo "array.sh: this is no task of an array. sbatch --array=0-7 jobscripts/array.sh" >&2
  exit 2
fi
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"

first=${SLURM_ARRAY_TASK_MIN:?} last=${SLURM_ARRAY_TASK_MAX:?} step=${SLURM_ARRAY_TASK_STEP:?}
tasks=${SLURM_ARRAY_TASK_COUNT:?}
if ((last != first + step * (tasks - 1))); then
  echo "array.sh: the array has gaps. Give one as in --array=0-7" >&2
  exit 2
fi

# The first task, once, asks for the job that adds up: it starts when all tasks ended well.
if ((SLURM_ARRAY_TASK_ID == first && ${SLURM_RESTART_COUNT:-0} == 0)); then
  words=(--dependency="afterok:$SLURM_ARRAY_JOB_ID" --kill-on-invalid-dep=yes)
  [[ -z ${SLURM_JOB_PARTITION-} ]] || words+=(--partition="$SLURM_JOB_PARTITION")
  [[ -z ${SLURM_JOB_ACCOUNT-} ]] || words+=(--account="$SLURM_JOB_ACCOUNT")
  [[ -z ${SLURM_JOB_QOS-} ]] || words+=(--qos="$SLURM_JOB_QOS")
  sbatch "${words[@]}" "$project/jobscripts/combine.sh" "$study" "$tasks" ||
    echo "array.sh: Slurm refuses. When all tasks have ended: ./assay combine $study --of $tasks" >&2
fi

exec "$project/assay" part "$study" --index $(((SLURM_ARRAY_TASK_ID - first) / step)) \
  --of "$tasks"
