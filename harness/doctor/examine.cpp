// SPDX-License-Identifier: Apache-2.0
// The order of the checks, and what they share.
#include <array>

#include "doctor.hpp"

namespace assay::doctor {

Lines examine(Patient const& patient) {
  // Load and noise before the probes, which make some themselves.
  constexpr std::array checks{
      check_load,      check_noise,  check_mpi,      check_backends,
      check_probes,    check_clock,  check_governor, check_turns,
      check_processes, check_cgroup, check_affinity, check_scheduler,
      check_site,      check_python, check_locale,   check_space};
  Lines all;
  for (auto const check : checks) {
    auto const lines = check(patient);
    all.insert(all.end(), lines.begin(), lines.end());
  }
  return all;
}

std::string to_string(Level level) {
  switch (level) {
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
    default:
      return "ok";
  }
}

}  // namespace assay::doctor
