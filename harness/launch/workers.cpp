// SPDX-License-Identifier: Apache-2.0
// Looks at names only: a worker is not started to see whether it is there.
#include "workers.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace assay {
namespace {

std::string const prefix = "assay-worker-";

}  // namespace

std::filesystem::path worker_directory() {
  char const* const chosen = std::getenv("ASSAY_WORKER_DIR");
  if (chosen != nullptr && *chosen != '\0') return chosen;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

std::filesystem::path worker_path(std::string const& backend) {
  return worker_directory() / (prefix + backend);
}

std::vector<std::string> built_backends() {
  std::vector<std::string> backends;
  std::error_code none;
  for (auto const& entry :
       std::filesystem::directory_iterator(worker_directory(), none)) {
    auto const name = entry.path().filename().string();
    if (name.rfind(prefix, 0) == 0 && access(entry.path().c_str(), X_OK) == 0) {
      backends.push_back(name.substr(prefix.size()));
    }
  }
  std::sort(backends.begin(), backends.end());
  return backends;
}

}  // namespace assay
