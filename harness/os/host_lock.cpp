// SPDX-License-Identifier: Apache-2.0
// flock on a file in the one directory that all users of a host share. The kernel gives
// it back when we die.
#include "host_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "errors.hpp"
#include "interrupt.hpp"
#include "lock.hpp"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto pause_between_tries = std::chrono::milliseconds(20);

// A lock needs no right to write; and the kernel may refuse O_CREAT on the file of
// another user in a directory like /tmp (fs.protected_regular).
Descriptor open_lock(std::filesystem::path const& file) {
  constexpr int options = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  Descriptor existing(::open(file.c_str(), options));
  if (existing.open() || errno != ENOENT) return existing;
  Descriptor made(::open(file.c_str(), options | O_CREAT | O_EXCL, 0644));
  if (made.open() || errno != EEXIST) return made;
  return Descriptor(::open(file.c_str(), options));
}

// A cleaner of /tmp may have removed the file while we waited for it.
bool is_still_there(Descriptor const& lock, std::filesystem::path const& file) {
  struct stat mine {};
  struct stat named {};
  return ::fstat(lock.get(), &mine) == 0 && ::stat(file.c_str(), &named) == 0 &&
         mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

enum class Try { got, busy, gone, impossible };

Try try_lock(Descriptor const& lock, std::filesystem::path const& file) {
  if (!lock.open()) return Try::impossible;
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
    return is_still_there(lock, file) ? Try::got : Try::gone;
  }
  return errno == EWOULDBLOCK || errno == EINTR ? Try::busy : Try::impossible;
}

}  // namespace

HostTurn::~HostTurn() {
  if (file_.open()) ::flock(file_.get(), LOCK_UN);
}

std::filesystem::path host_lock_file() {
  char const* const chosen = std::getenv("ASSAY_HOST_LOCK");
  if (chosen == nullptr || *chosen == '\0') return "/tmp/assay-host.lock";
  if (std::string_view(chosen) == "off") return {};
  return chosen;
}

HostTurn take_turn(HostLockRule const& rule) {
  if (rule.file.empty()) return {};
  auto const begin = Clock::now();
  bool waited = false;
  auto lock = open_lock(rule.file);
  while (signals_so_far() == 0) {
    switch (try_lock(lock, rule.file)) {
      case Try::got:
        return HostTurn(std::move(lock));
      case Try::impossible:
        return {};
      case Try::gone:
        lock = open_lock(rule.file);
        continue;
      case Try::busy:
        break;
    }
    if (!waited && rule.on_wait) rule.on_wait();
    waited = true;
    if (Clock::now() - begin > std::chrono::duration<double>(rule.limit_s)) {
      throw LockedError(
          fmt::format("another launch on this host holds {} for more than {:.0f} s. "
                      "Wait for it, or set ASSAY_HOST_LOCK=off",
                      rule.file.string(), rule.limit_s));
    }
    std::this_thread::sleep_for(pause_between_tries);
  }
  return {};
}

}  // namespace assay
