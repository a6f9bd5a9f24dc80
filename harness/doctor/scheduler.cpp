// SPDX-License-Identifier: Apache-2.0
// Whether the variables of a scheduler are of a job that runs.
#include "scheduler/scheduler.hpp"

#include "doctor.hpp"

namespace assay::doctor {

Lines check_scheduler(Patient const& patient) {
  auto const& machine = patient.machine;
  if (!machine.stale_job.empty()) {
    return {{machine.scheduler, Level::warning,
             machine.stale_job + " names no running job",
             "its variables are ignored; unset them, or open a new shell"}};
  }
  if (!machine.job_id.empty())
    return {{machine.scheduler, Level::ok, "inside job " + machine.job_id}};
  auto const& here = scheduler_here(patient.environment);
  return {{here.name, Level::ok,
           here.queue->preference(patient.environment) > 0
               ? "not inside a job; studies can be submitted"
               : "not inside a job, and no " + here.queue->submits +
                     " here: studies run on this host"}};
}

}  // namespace assay::doctor
