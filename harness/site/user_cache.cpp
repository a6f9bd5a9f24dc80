// SPDX-License-Identifier: Apache-2.0
#include "user_cache.hpp"

#include "os/environment.hpp"

namespace assay {

namespace fs = std::filesystem;

fs::path user_cache() {
  auto const environment = own_environment();
  auto const cache = variable_of(environment, "XDG_CACHE_HOME");
  auto const home = variable_of(environment, "HOME");
  auto const place = !cache.empty()  ? fs::path(cache)
                     : !home.empty() ? fs::path(home) / ".cache"
                                     : fs::temp_directory_path();
  return place / "assay";
}

}  // namespace assay
