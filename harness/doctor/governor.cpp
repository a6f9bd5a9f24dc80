// SPDX-License-Identifier: Apache-2.0
// Whether the clock rate of the cores is left to a governor that waits for load.
#include "doctor.hpp"

namespace assay::doctor {

Lines check_governor(Patient const& patient) {
  auto const governor = first_line_of(
      patient.root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  if (governor.empty()) {
    return {{"governor", Level::ok, "not shown (as in virtual machines)"}};
  }
  if (governor == "performance") return {{"governor", Level::ok, governor}};
  return {{"governor", Level::warning, governor,
           "short runs are timed at a low clock rate: cpupower frequency-set -g "
           "performance"}};
}

}  // namespace assay::doctor
