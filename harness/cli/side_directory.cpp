// SPDX-License-Identifier: Apache-2.0
#include "side_directory.hpp"

#include <filesystem>

#include "load_study.hpp"

namespace assay {

std::string directory_of_side(std::string const& side, std::string const& results) {
  auto const at = side.rfind('@');
  if (at == std::string::npos || std::filesystem::exists(side)) {
    return study_directory(side, results).string();
  }
  return study_directory(side.substr(0, at), results).string() + side.substr(at);
}

}  // namespace assay
