// SPDX-License-Identifier: Apache-2.0
// What else this host does now.
#include "activity.hpp"
#include "doctor.hpp"

namespace assay::doctor {

Lines check_load(Patient const& patient) {
  int const cpus = patient.machine.cores_per_node * patient.machine.threads_per_core;
  auto const now = read_activity(patient.root / "proc");
  auto const busy = describe_load(now, cpus);
  if (busy.empty()) return {{"load", Level::ok, "this host is quiet"}};
  return {{"load", Level::warning, busy,
           "times will be uneven: end what else runs, or measure on another host"}};
}

}  // namespace assay::doctor
