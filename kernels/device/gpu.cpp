// SPDX-License-Identifier: Apache-2.0
// Devices of CUDA and of HIP, whose runtimes differ in the beginning of their names.
#include <array>
#include <string>

#include "device.hpp"
#include "lanes/space.hpp"
#include "nvml.hpp"

#if defined(KOKKOS_ENABLE_CUDA)
#include <cuda_runtime.h>
#define ASSAY_GPU(name) cuda##name
#else
#include <hip/hip_runtime.h>
#define ASSAY_GPU(name) hip##name
#endif

namespace assay::device {
namespace {

void check(ASSAY_GPU(Error_t) error, char const* what) {
  if (error == ASSAY_GPU(Success)) return;
  throw Unavailable(std::string(what) + ": " + ASSAY_GPU(GetErrorString)(error));
}

/// As the vendor's tools write it: GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.
std::string uuid_text(char const (&bytes)[16]) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "GPU-";
  for (int i = 0; i < 16; ++i) {
    auto const byte = static_cast<unsigned char>(bytes[i]);
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += {digits[byte / 16], digits[byte % 16]};
  }
  return text;
}

auto stream() {
#if defined(KOKKOS_ENABLE_CUDA)
  return Space().cuda_stream();
#else
  return Space().hip_stream();
#endif
}

}  // namespace

std::optional<int> count() {
  int devices = 0;
  check(ASSAY_GPU(GetDeviceCount)(&devices), "no " ASSAY_BACKEND " device");
  if (devices == 0) throw Unavailable("no " ASSAY_BACKEND " device: none is visible");
  return devices;
}

std::optional<Device> current() {
  int index = 0;
  check(ASSAY_GPU(GetDevice)(&index), "the device in use");
#if defined(KOKKOS_ENABLE_CUDA)
  cudaDeviceProp properties{};
#else
  hipDeviceProp_t properties{};
#endif
  check(ASSAY_GPU(GetDeviceProperties)(&properties, index), "the device's properties");
  std::size_t free_bytes = 0;
  std::size_t all_bytes = 0;
  check(ASSAY_GPU(MemGetInfo)(&free_bytes, &all_bytes), "the device's memory");
  return Device{.id = uuid_text(properties.uuid.bytes),
                .name = properties.name,
                .memory_bytes = all_bytes,
                .free_bytes = free_bytes};
}

struct Stopwatch::Events {
  ASSAY_GPU(Event_t) begin{}, end{};
};

Stopwatch::Stopwatch() : events_(std::make_unique<Events>()) {
  check(ASSAY_GPU(EventCreate)(&events_->begin), "an event");
  check(ASSAY_GPU(EventCreate)(&events_->end), "an event");
}

Stopwatch::~Stopwatch() {
  static_cast<void>(ASSAY_GPU(EventDestroy)(events_->begin));
  static_cast<void>(ASSAY_GPU(EventDestroy)(events_->end));
}

void Stopwatch::start() {
  check(ASSAY_GPU(EventRecord)(events_->begin, stream()), "an event");
}

void Stopwatch::stop() {
  check(ASSAY_GPU(EventRecord)(events_->end, stream()), "an event");
}

std::optional<double> Stopwatch::seconds() const {
  float milliseconds = 0;
  check(ASSAY_GPU(EventSynchronize)(events_->end), "an event");
  check(ASSAY_GPU(EventElapsedTime)(&milliseconds, events_->begin, events_->end),
        "the time between events");
  return 1e-3 * static_cast<double>(milliseconds);
}

Json readings() {
#if defined(KOKKOS_ENABLE_CUDA)
  return nvml_readings(current()->id);
#else
  return Json::object();
#endif
}

}  // namespace assay::device
