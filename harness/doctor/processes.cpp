// SPDX-License-Identifier: Apache-2.0
// How the processes that a launch leaves are found.
#include "doctor.hpp"
#include "os/process_table.hpp"

namespace assay::doctor {

Lines check_processes(Patient const& patient) {
  if (kernel_lists_children(patient.root / "proc"))
    return {{"processes", Level::ok, "the kernel lists the children of each"}};
  return {{"processes", Level::warning,
           "this kernel lists no children: each launch looks through all of /proc",
           "harmless, but slow beside thousands of processes: use a kernel with "
           "CONFIG_PROC_CHILDREN"}};
}

}  // namespace assay::doctor
