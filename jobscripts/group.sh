#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The points of one node count of a submitted study; `assay submit` names the arguments:
# the project, the program, the directory of the group, the seconds at the end of the job that
# are not for launches, and modules.
#SBATCH --exclusive
#SBATCH --requeue
#SBATCH --output=job-%j.log
#SBATCH --open-mode=append
set -euo pipefail
project=$1 program=$2 group=$3 reserve_s=$4

# shellcheck source=jobscripts/modules.sh
. "$project/jobscripts/modules.sh"
load_modules "${@:5}"
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"

# USR1 comes that long before the end; exec: it comes to assay.
exec "$program" run --reserve "$reserve_s" --group "$group"
