// SPDX-License-Identifier: Apache-2.0
// What the management library of NVIDIA's driver says of a device.
#pragma once

#include <string>

#include "common/json.hpp"

namespace assay::device {

/// Of the device with this UUID: clock_hz (of its multiprocessors), power_w,
/// temperature_c, throttle_reasons, energy_j. What the library or the device does not
/// offer is left out. The library is loaded when first asked for: there is none to link
/// with where there is no driver.
Json nvml_readings(std::string const& uuid);

}  // namespace assay::device
