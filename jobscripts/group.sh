#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The points of one node count of a submitted study; `assay submit` names the arguments:
# the project, the program and the directory of the group.
#SBATCH --exclusive
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --output=job-%j.log
#SBATCH --open-mode=append
set -euo pipefail
project=$1 program=$2 group=$3

# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"

# USR1 comes 120 s before the end (--signal), so launches have to end by then. exec: it
# comes to assay.
exec "$program" run --reserve "${ASSAY_RESERVE_S:-120}" --group "$group"
