// SPDX-License-Identifier: Apache-2.0
// A backend of the CPU has no device.
#include "device.hpp"

namespace assay::device {

struct Stopwatch::Events {};

std::optional<int> count() { return std::nullopt; }
std::optional<Device> current() { return std::nullopt; }

Stopwatch::Stopwatch() = default;
Stopwatch::~Stopwatch() = default;
void Stopwatch::start() {}
void Stopwatch::stop() {}
std::optional<double> Stopwatch::seconds() const { return std::nullopt; }

Json readings() { return Json::object(); }

}  // namespace assay::device
