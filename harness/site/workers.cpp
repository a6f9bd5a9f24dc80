// SPDX-License-Identifier: Apache-2.0
// Looks at names only: a worker is not started to see whether it is there.
#include "workers.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "os/environment.hpp"
#include "os/errors.hpp"
#include "user_cache.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

std::string const prefix = "assay-worker-";

bool is_executable(fs::path const& file) { return access(file.c_str(), X_OK) == 0; }

bool has_workers(fs::path const& directory) {
  std::error_code none;
  return fs::exists(directory / "kernels.json", none);
}

fs::path own_directory() { return fs::read_symlink("/proc/self/exe").parent_path(); }

}  // namespace

fs::path worker_directory() {
  char const* const chosen = std::getenv("ASSAY_WORKER_DIR");
  if (chosen != nullptr && *chosen != '\0') return chosen;
  auto own = own_directory();
  if (has_workers(own)) return own;
  auto built = worker_build_directory() / "bin";
  return has_workers(built) ? built : own;
}

fs::path worker_build_directory() { return user_cache() / ("workers-" ASSAY_VERSION); }

fs::path worker_path(std::string const& backend) {
  auto const name = prefix + backend;
  auto const here = worker_directory();
  auto const of_preset = here.parent_path().parent_path() / backend / "bin" / name;
  bool const is_apart = !is_executable(here / name) && is_executable(of_preset);
  return is_apart ? of_preset : here / name;
}

namespace {

fs::path program_beside(std::string const& name, std::string const& what_for) {
  auto program = own_directory() / name;
  if (!is_executable(program))
    throw EnvironmentError(program.string() + " is missing, by which " + what_for +
                           ". Build again");
  return program;
}

}  // namespace

fs::path look_program() { return program_beside("assay-look", "a launcher is tried"); }

fs::path devices_program() {
  return program_beside("assay-devices", "a rank is given its GPUs");
}

fs::path cores_program() {
  return program_beside("assay-cores", "a rank is bound to its cores");
}

fs::path witness_library() {
  auto library = own_directory() / "libassay-witness.so";
  if (access(library.c_str(), R_OK) != 0)
    throw EnvironmentError(library.string() +
                           " is missing, by which a program is seen to run as asked. "
                           "Build again, or measure without: proof: none");
  if (library.string().find(':') != std::string::npos)
    throw EnvironmentError(library.string() +
                           " cannot be loaded into programs: a colon in its path ends "
                           "a name. Move it, or measure without: proof: none");
  return library;
}

std::vector<std::string> built_backends() {
  std::vector<std::string> backends;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(worker_directory(), none)) {
    auto const name = entry.path().filename().string();
    if (name.rfind(prefix, 0) == 0 && is_executable(entry.path())) {
      backends.push_back(name.substr(prefix.size()));
    }
  }
  for (auto const* const backend : {"cuda", "hip"}) {
    bool const is_known =
        std::find(backends.begin(), backends.end(), backend) != backends.end();
    if (!is_known && is_executable(worker_path(backend)))
      backends.emplace_back(backend);
  }
  std::sort(backends.begin(), backends.end());
  return backends;
}

}  // namespace assay
