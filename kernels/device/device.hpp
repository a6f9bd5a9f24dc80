// SPDX-License-Identifier: Apache-2.0
// The device of this rank, where the backend of this executable needs one (gpu.cpp), or
// that it needs none (none.cpp).
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "common/device.hpp"
#include "common/json.hpp"

namespace assay {

/// No device, or not enough of it. The worker says so in a line that begins with
/// `unavailable: ` and ends with exit code 69; the judge's class is `device`.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace device {

/// How many devices this process sees; nothing for a backend of the CPU. Throws
/// Unavailable where there is none, or no driver. May be called before Kokkos starts.
std::optional<int> count();

/// The one that Kokkos runs on; nothing for a backend of the CPU.
std::optional<Device> current();

/// The device's own time from start() to stop(), both in the order of its work.
class Stopwatch {
 public:
  Stopwatch();
  ~Stopwatch();
  Stopwatch(Stopwatch const&) = delete;
  Stopwatch& operator=(Stopwatch const&) = delete;
  void start();
  void stop();
  /// Waits for it. Nothing for a backend of the CPU.
  std::optional<double> seconds() const;

 private:
  struct Events;
  std::unique_ptr<Events> events_;
};

/// What the device's management library says of it now, or an empty object:
/// clock_hz, power_w, temperature_c, throttle_reasons (its bits), energy_j (since the
/// driver was loaded).
Json readings();

}  // namespace device
}  // namespace assay
