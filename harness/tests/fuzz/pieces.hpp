// SPDX-License-Identifier: Apache-2.0
// One made text as several: what stands between NUL bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::fuzz {

/// As many as `count`, the last ones empty where there are fewer; the last one has all
/// of the rest.
inline std::vector<std::string> pieces_of(std::string_view text, std::size_t count) {
  std::vector<std::string> pieces;
  while (pieces.size() + 1 < count) {
    auto const end = text.find('\0');
    pieces.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  pieces.emplace_back(text);
  return pieces;
}

}  // namespace assay::fuzz
