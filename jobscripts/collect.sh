#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The last job of a submitted study: what the groups measured becomes one journal and its
# report; `assay submit` names the arguments: the project, the program, the directory of the
# study, and modules.
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --time=00:30:00
#SBATCH --requeue
#SBATCH --output=job-%j.log
#SBATCH --open-mode=append
set -euo pipefail
project=$1 program=$2 study=$3

# shellcheck source=jobscripts/modules.sh
. "$project/jobscripts/modules.sh"
load_modules "${@:4}"
# shellcheck source=jobscripts/env.sh
. "$project/jobscripts/env.sh"

exec "$program" collect "$study"
