// SPDX-License-Identifier: Apache-2.0
#include "project_directory.hpp"

#include "os/errors.hpp"

namespace assay {

namespace fs = std::filesystem;

fs::path project_directory_of(fs::path const& program) {
  std::error_code none;
  for (auto place = program.parent_path();; place = place.parent_path()) {
    if (fs::is_directory(place / "analysis" / "scaling", none)) return place;
    if (place == place.root_path()) break;
  }
  throw EnvironmentError(program.string() +
                         " stands apart from what came with it: no directory above it "
                         "has analysis/scaling. Move or copy the whole installation, "
                         "and link to the program");
}

fs::path project_directory() {
  return project_directory_of(fs::read_symlink("/proc/self/exe"));
}

}  // namespace assay
