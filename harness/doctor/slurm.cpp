// SPDX-License-Identifier: Apache-2.0
// Whether the variables of Slurm are of a job that runs.
#include "doctor.hpp"

namespace assay::doctor {

Lines check_slurm(Patient const& patient) {
  auto const& machine = patient.machine;
  if (!machine.stale_job.empty()) {
    return {{"Slurm", Level::warning,
             "SLURM_JOB_ID=" + machine.stale_job + " names no running job",
             "its variables are ignored; unset them, or open a new shell"}};
  }
  if (machine.job_id.empty()) return {{"Slurm", Level::ok, "not inside a job"}};
  return {{"Slurm", Level::ok, "inside job " + machine.job_id}};
}

}  // namespace assay::doctor
