// SPDX-License-Identifier: Apache-2.0
// What is said of a device, wherever it is seen.
#pragma once

#include <cstdint>
#include <string>

namespace assay::device {

struct Device {
  std::string id;  ///< unique in the world: the vendor's UUID
  std::string name;
  std::uint64_t memory_bytes = 0;
  std::uint64_t free_bytes = 0;
};

}  // namespace assay::device
