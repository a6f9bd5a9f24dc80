// SPDX-License-Identifier: Apache-2.0
#include "side_directory.hpp"

#include <filesystem>
#include <sstream>
#include <string>

#include "load_study.hpp"

namespace assay {

std::string directory_of_side(std::string const& side, std::string const& results) {
  auto const at = side.rfind('@');
  if (at == std::string::npos || std::filesystem::exists(side)) {
    return study_directory(side, results).string();
  }
  return study_directory(side.substr(0, at), results).string() + side.substr(at);
}

std::string directories_of_side(std::string const& side, std::string const& results) {
  if (std::filesystem::exists(side)) return directory_of_side(side, results);
  std::string directories;
  std::istringstream sessions(side);
  for (std::string one; std::getline(sessions, one, ',');)
    directories += (directories.empty() ? "" : ",") + directory_of_side(one, results);
  return directories;
}

}  // namespace assay
