// SPDX-License-Identifier: Apache-2.0
// The few calls that are needed, as the documentation of NVML declares them: its header
// is not part of every toolkit.
#include "nvml.hpp"

#include <dlfcn.h>

#include <cstdint>

namespace assay::device {
namespace {

using Handle = void*;
constexpr int success = 0;
constexpr int clock_of_multiprocessors = 1;
constexpr int sensor_of_gpu = 0;

/// The library, or null functions where it is not there.
class Nvml {
 public:
  Nvml() : library_(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)) {
    int (*start)() = nullptr;
    find(start, "nvmlInit_v2");
    find(handle_, "nvmlDeviceGetHandleByUUID");
    if (start == nullptr || start() != success) handle_ = nullptr;
  }

  /// Null where there is no such device, or no library.
  Handle device(std::string const& uuid) const {
    Handle found = nullptr;
    if (handle_ == nullptr || handle_(uuid.c_str(), &found) != success) return nullptr;
    return found;
  }

  /// Calls `name(device, arguments..., &value)` and puts value x factor into `json`.
  template <class Value, class... Arguments>
  void read(Json& json, char const* key, double factor, char const* name, Handle device,
            Arguments... arguments) const {
    int (*call)(Handle, Arguments..., Value*) = nullptr;
    find(call, name);
    Value value{};
    if (call != nullptr && call(device, arguments..., &value) == success) {
      json[key] = factor * static_cast<double>(value);
    }
  }

 private:
  template <class Function>
  void find(Function*& function, char const* name) const {
    if (library_ == nullptr) return;
    function = reinterpret_cast<Function*>(dlsym(library_, name));
  }

  void* library_;
  int (*handle_)(char const*, Handle*) = nullptr;
};

}  // namespace

Json nvml_readings(std::string const& uuid) {
  static Nvml const nvml;
  auto json = Json::object();
  Handle const device = nvml.device(uuid);
  if (device == nullptr) return json;
  nvml.read<unsigned>(json, "clock_hz", 1e6, "nvmlDeviceGetClockInfo", device,
                      clock_of_multiprocessors);
  nvml.read<unsigned>(json, "power_w", 1e-3, "nvmlDeviceGetPowerUsage", device);
  nvml.read<unsigned>(json, "temperature_c", 1, "nvmlDeviceGetTemperature", device,
                      sensor_of_gpu);
  nvml.read<unsigned long long>(json, "throttle_reasons", 1,
                                "nvmlDeviceGetCurrentClocksThrottleReasons", device);
  nvml.read<unsigned long long>(json, "energy_j", 1e-3,
                                "nvmlDeviceGetTotalEnergyConsumption", device);
  return json;
}

}  // namespace assay::device
