// SPDX-License-Identifier: Apache-2.0
#include "scratch.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <system_error>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "assay-";
/// Short, since Unix sockets below it have names of at most 107 characters.
constexpr std::size_t digits = 16;
/// Between mkdir and lock a directory has no owner that can be seen.
constexpr std::time_t youngest_s = 10;

fs::path scratch_root() {
  char const* const chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
}

fs::path memory_root() { return "/dev/shm"; }

std::string name_for(std::string const& nonce) {
  return std::string(prefix) + nonce.substr(0, digits);
}

bool is_name(std::string_view name) {
  if (!name.starts_with(prefix) || name.size() != prefix.size() + digits) return false;
  return name.find_first_not_of("0123456789abcdef", prefix.size()) == name.npos;
}

/// Held by whom the directory belongs to; not open where another holds it. With
/// `how` LOCK_NB that is not waited for.
Descriptor lock_directory(fs::path const& directory, int how) {
  Descriptor lock(
      ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (lock.open() && ::flock(lock.get(), LOCK_EX | how) != 0) lock.reset();
  return lock;
}

/// Where it cannot be made, the launcher finds none, and uses its own default. Another
/// assay that sweeps may hold it for a moment.
Descriptor make_private(fs::path const& directory) {
  if (::mkdir(directory.c_str(), S_IRWXU) != 0) return {};
  return lock_directory(directory, 0);
}

bool is_old_and_ours(Descriptor const& directory) {
  struct stat status {};
  return ::fstat(directory.get(), &status) == 0 && status.st_uid == ::geteuid() &&
         status.st_mtime + youngest_s < std::time(nullptr);
}

void sweep(fs::path const& root) {
  std::error_code ignored;
  for (auto const& entry : fs::directory_iterator(root, ignored)) {
    if (!is_name(entry.path().filename().string())) continue;
    auto const lock = lock_directory(entry.path(), LOCK_NB);
    if (lock.open() && is_old_and_ours(lock)) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

fs::path scratch_path(std::string const& nonce) {
  return scratch_root() / name_for(nonce);
}

fs::path memory_path(std::string const& nonce) {
  return memory_root() / name_for(nonce);
}

LaunchScratch::LaunchScratch(std::string const& nonce) {
  locks_.push_back(make_private(scratch_path(nonce)));
  locks_.push_back(make_private(memory_path(nonce)));
}

void remove_scratch(std::string const& nonce) {
  std::error_code ignored;  // the directories may be on a disk that has gone
  fs::remove_all(scratch_path(nonce), ignored);
  fs::remove_all(memory_path(nonce), ignored);
}

void sweep_scratch() {
  sweep(scratch_root());
  sweep(memory_root());
}

}  // namespace assay
