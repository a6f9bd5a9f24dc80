// SPDX-License-Identifier: Apache-2.0
// The door of libFuzzer to the target that the build names.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "targets.hpp"

// The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  // Bytes are characters. NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  assay::fuzz::ASSAY_FUZZED(
      std::string_view(reinterpret_cast<char const*>(data), size));
  return 0;
}
