// SPDX-License-Identifier: Apache-2.0
// One writer for a directory, on file systems with and without flock.
#include "lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "errors.hpp"
#include "lock_owner.hpp"
#include "process_table.hpp"
#include "storage.hpp"

namespace assay {
namespace {

using std::filesystem::path;

path exclusive_beside(path file) { return file += ".exclusive"; }

path removing_beside(path file) { return file += ".removing"; }

bool same_file(Descriptor const& descriptor, path const& file) {
  struct stat held {};
  struct stat named {};
  if (::fstat(descriptor.get(), &held) != 0) throw_storage_error("fstat", file, errno);
  bool const is_there = ::lstat(file.c_str(), &named) == 0;
  if (!is_there) expect_answer("lstat", file, errno);
  return is_there && held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

[[noreturn]] void throw_locked(path const& file, std::optional<LockOwner> const& owner,
                               std::string const& cure) {
  auto const who = owner ? fmt::format("process {} on {} since {}", owner->pid,
                                       owner->host, owner->since_utc)
                         : std::string("a process that did not leave its name");
  throw LockedError(fmt::format("{}: held by {}; {}", file.string(), who, cure));
}

/// Nothing if the file is not there: an owner may have left just now.
std::optional<std::string> text_of(path const& file) {
  auto const descriptor = try_open_file(file, O_RDONLY);
  if (descriptor.open()) return read_all(descriptor, file);
  if (errno == ENOENT) return std::nullopt;
  throw_storage_error("open", file, errno);
}

/// An owner writes its name just after it got the lock, so wait a little for a text
/// that names one. Nothing if the file is not there.
std::optional<std::string> settled_text_of(path const& file) {
  auto text = text_of(file);
  for (int tries = 0; tries < 20 && text && !owner_from(*text); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    text = text_of(file);
  }
  return text;
}

std::optional<LockOwner> owner_of(path const& file) {
  return owner_from(settled_text_of(file).value_or(""));
}

/// A file that is there as long as this lives.
class Marker {
 public:
  explicit Marker(path file)
      : file_(std::move(file)),
        descriptor_(try_open_file(file_, O_WRONLY | O_CREAT | O_EXCL)) {
    if (!set() && errno != EEXIST) throw_storage_error("open", file_, errno);
  }
  ~Marker() {
    if (set()) ::unlink(file_.c_str());
  }
  Marker(Marker const&) = delete;
  Marker& operator=(Marker const&) = delete;

  bool set() const { return descriptor_.open(); }  ///< by us; else another has it

 private:
  path file_;
  Descriptor descriptor_;
};

/// Removes a dead owner's file if it is still that one. Only the holder of the marker
/// removes files of others: of two who saw the same dead owner, the slower would else
/// remove the fresh lock of the faster.
void remove_stale(path const& file, std::string const& stale_text) {
  Marker const removing(removing_beside(file));
  if (removing.set() && text_of(file) == stale_text) ::unlink(file.c_str());
}

Life life_of(std::optional<LockOwner> const& owner) {
  if (!owner) return Life::unknown;
  return life_of(*owner, this_process(), start_ticks_of(owner->pid));
}

/// Throws LockedError unless the O_EXCL file is absent or its owner proven dead. A text
/// that names no owner proves nothing.
void require_no_exclusive(path const& file) {
  for (int tries = 0; tries < 50; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    auto const text = settled_text_of(file);
    if (!text) return;
    auto const owner = owner_from(*text);
    switch (life_of(owner)) {
      case Life::alive:
        throw_locked(file, owner, "wait for it, or stop it there");
      case Life::unknown:
        throw_locked(file, owner, "if it no longer runs, remove this file");
      case Life::dead:
        remove_stale(file, *text);
    }
  }
  throw LockedError(
      fmt::format("{}: left by a process that was killed; remove this file",
                  removing_beside(file).string()));
}

void write_owner(Descriptor const& descriptor, path const& file) {
  if (::ftruncate(descriptor.get(), 0) != 0)
    throw_storage_error("ftruncate", file, errno);
  write_all(descriptor, to_text(this_process()), file);
}

enum class Flock { taken, held, unsupported };

Flock try_flock(Descriptor const& descriptor, path const& file) {
  while (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
    switch (errno) {
      case EINTR:
        continue;
      case EWOULDBLOCK:
        return Flock::held;
      case ENOSYS:
      case ENOLCK:
      case EOPNOTSUPP:
        return Flock::unsupported;
      default:
        throw_storage_error("flock", file, errno);
    }
  }
  return Flock::taken;
}

/// Nothing where the file system has no flock.
std::optional<Descriptor> lock_by_flock(path const& file) {
  constexpr int patience =
      100;  // some FUSE file systems never give the same number twice
  for (int tries = 0; tries < patience; ++tries) {
    auto descriptor = open_file(file, O_RDWR | O_CREAT | O_APPEND);
    require_own_file(descriptor, file);
    switch (try_flock(descriptor, file)) {
      case Flock::unsupported:
        return std::nullopt;
      case Flock::held:
        throw_locked(file, owner_of(file), "wait for it, or stop it there");
      case Flock::taken:
        break;
    }
    // A lock on a file that someone removed meanwhile excludes nobody.
    if (!same_file(descriptor, file)) continue;
    require_no_exclusive(exclusive_beside(file));
    write_owner(descriptor, file);
    return descriptor;
  }
  throw StorageError(fmt::format(
      "{}: is replaced as often as it is locked; choose another file system",
      file.string()));
}

Descriptor lock_by_exclusive_file(path const& file) {
  require_no_exclusive(file);
  auto descriptor = try_open_file(file, O_RDWR | O_CREAT | O_EXCL | O_APPEND);
  if (!descriptor.open()) {
    if (errno != EEXIST) throw_storage_error("open", file, errno);
    throw_locked(file, owner_of(file), "wait for it, or stop it there");
  }
  try {
    write_owner(descriptor, file);
    sync_all(descriptor, file);
  } catch (...) {
    ::unlink(file.c_str());
    throw;
  }
  return descriptor;
}

}  // namespace

Lock::Lock(path file) : file_(std::move(file)) {
  if (auto descriptor = lock_by_flock(file_)) {
    descriptor_ = std::move(*descriptor);
    return;
  }
  file_ = exclusive_beside(file_);
  descriptor_ = lock_by_exclusive_file(file_);
  exclusive_file_ = true;
}

void Lock::require_held() const {
  if (same_file(descriptor_, file_)) return;
  throw LockedError(
      fmt::format("{}: was removed or replaced while in use; start the study again",
                  file_.string()));
}

Lock::~Lock() {
  // The file of an flock stays: removing it would let two openers lock two files.
  try {
    if (exclusive_file_ && same_file(descriptor_, file_)) ::unlink(file_.c_str());
  } catch (StorageError const&) {  // the next start tells whose it was
  }
}

}  // namespace assay
