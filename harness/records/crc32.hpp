// SPDX-License-Identifier: Apache-2.0
// The checksum that closes each line of the journal.
#pragma once

#include <fmt/format.h>
#include <zlib.h>

#include <string>
#include <string_view>

namespace assay {

/// CRC-32 as zlib computes it, as eight lower-case hexadecimal digits.
inline std::string crc32_of(std::string_view bytes) {
  auto const* data = reinterpret_cast<Bytef const*>(bytes.data());
  return fmt::format("{:08x}", crc32_z(0, data, bytes.size()));
}

}  // namespace assay
