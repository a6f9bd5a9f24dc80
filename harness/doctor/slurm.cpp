// SPDX-License-Identifier: Apache-2.0
// Whether the variables of Slurm are of a job that runs.
#include "doctor.hpp"
#include "os/spawn.hpp"

namespace assay::doctor {
namespace {

bool has_sbatch(Environment const& environment) {
  try {
    find_program({{"sbatch"}, environment, "/", ""});
    return true;
  } catch (StartError const&) {
    return false;
  }
}

}  // namespace

Lines check_slurm(Patient const& patient) {
  auto const& machine = patient.machine;
  if (!machine.stale_job.empty()) {
    return {{"Slurm", Level::warning,
             "SLURM_JOB_ID=" + machine.stale_job + " names no running job",
             "its variables are ignored; unset them, or open a new shell"}};
  }
  if (machine.job_id.empty()) {
    return {{"Slurm", Level::ok,
             has_sbatch(patient.environment)
                 ? "not inside a job; studies can be submitted"
                 : "not inside a job, and no sbatch here: studies run on this host"}};
  }
  return {{"Slurm", Level::ok, "inside job " + machine.job_id}};
}

}  // namespace assay::doctor
