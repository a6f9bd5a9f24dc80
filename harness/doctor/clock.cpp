// SPDX-License-Identifier: Apache-2.0
// The clock that times are taken with.
#include <fmt/format.h>

#include <ctime>

#include "doctor.hpp"
#include "text/numbers.hpp"

namespace assay::doctor {

Line clock_line(std::string const& source, double resolution_s) {
  auto const seen =
      fmt::format("{}, resolution {} ns", source.empty() ? "source not known" : source,
                  plain_number(1e9 * resolution_s));
  if (resolution_s > 1e-6) {
    return {"clock", Level::error, seen, "use a kernel with high-resolution timers"};
  }
  // Each reading of these goes to a device: about a microsecond, and serialised.
  if (source == "hpet" || source == "acpi_pm" || source == "jiffies") {
    return {"clock", Level::warning, seen,
            "a slow clock: the kernel gave up the TSC; see dmesg, and boot with "
            "tsc=reliable where the hardware allows"};
  }
  return {"clock", Level::ok, seen};
}

Lines check_clock(Patient const& patient) {
  auto const source = first_line_of(
      patient.root / "sys/devices/system/clocksource/clocksource0/current_clocksource");
  timespec resolution{};
  clock_getres(CLOCK_MONOTONIC, &resolution);
  return {clock_line(source, static_cast<double>(resolution.tv_sec) +
                                 1e-9 * static_cast<double>(resolution.tv_nsec))};
}

}  // namespace assay::doctor
