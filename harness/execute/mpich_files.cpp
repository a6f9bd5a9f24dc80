// SPDX-License-Identifier: Apache-2.0
// What MPICH leaves behind where it is killed, in places that nothing can change.
#include "mpich_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/first_line.hpp"
#include "os/process_table.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

bool is_ours_since(fs::path const& file, std::chrono::system_clock::time_point since) {
  // The kernel's time of files lags behind that of its clock by some milliseconds.
  auto const begin = std::chrono::system_clock::to_time_t(since) - 1;
  struct stat status {};
  return ::lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_uid == ::geteuid() && status.st_mtime >= begin;
}

void add_files(std::vector<fs::path>& files, fs::path const& directory,
               std::string const& prefix, std::chrono::system_clock::time_point since) {
  std::error_code error;
  for (fs::directory_iterator item(directory, error), end; !error && item != end;
       item.increment(error)) {
    bool const is_named = item->path().filename().native().starts_with(prefix);
    if (is_named && is_ours_since(item->path(), since)) files.push_back(item->path());
  }
}

bool maps_one_of(pid_t pid, std::vector<fs::path> const& files) {
  std::ifstream maps(fmt::format("/proc/{}/maps", pid));  // of our user's alone
  for (std::string line; std::getline(maps, line);) {
    for (auto const& file : files)
      if (line.ends_with(file.native())) return true;
  }
  return false;
}

bool may_be_in_use(std::vector<fs::path> const& files) {
  auto const table = process_table();
  return std::any_of(table.begin(), table.end(), [&](ProcessEntry const& process) {
    if (process.dead()) return false;
    auto const name = first_line_of(fmt::format("/proc/{}/comm", process.pid));
    return name == "hydra_pmi_proxy" || maps_one_of(process.pid, files);
  });
}

}  // namespace

void remove_files_of_mpich(std::chrono::system_clock::time_point since) {
  std::vector<fs::path> files;
  add_files(files, "/dev/shm", "mpich_sh", since);
  add_files(files, "/tmp", "hydra_hwloc_xmlfile_", since);
  if (files.empty() || may_be_in_use(files)) return;
  std::error_code ignored;
  for (auto const& file : files) fs::remove(file, ignored);
}

}  // namespace assay
