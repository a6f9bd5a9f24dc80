// SPDX-License-Identifier: Apache-2.0
// The first line of a small file, as the kernel's own below /proc and /sys are.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace assay {

/// Empty where the file cannot be read.
inline std::string first_line_of(std::filesystem::path const& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace assay
