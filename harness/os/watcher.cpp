// SPDX-License-Identifier: Apache-2.0
// Cleans up after a harness that was killed and could not.
#include "watcher.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

#include "descendants.hpp"
#include "descriptors.hpp"
#include "process.hpp"
#include "spawn.hpp"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

/// The first line is the grace time and the run id, each further one a directory; a
/// path with a line end is left for the next start of the study.
std::string message_of(WatchedLaunch const& launch) {
  auto message = fmt::format("{} {}", launch.grace_s, launch.run_id);
  for (auto const& directory : launch.directories)
    if (directory.string().find('\n') == std::string::npos)
      message += "\n" + directory.string();
  return message;
}

WatchedLaunch read_message(std::string const& message) {
  std::istringstream lines(message);
  WatchedLaunch launch;
  lines >> launch.grace_s;
  lines.ignore();
  std::getline(lines, launch.run_id);
  for (std::string line; std::getline(lines, line);)
    launch.directories.emplace_back(line);
  return launch;
}

/// The last that was told when the other end closed.
WatchedLaunch watch_until_end_of(int life) {
  WatchedLaunch watched;
  std::array<char, std::size_t{4} * PATH_MAX> message;
  while (true) {
    auto const size = ::read(life, message.data(), message.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return watched;
    watched = read_message({message.data(), static_cast<std::size_t>(size)});
  }
}

void wait_until_gone(std::string const& run_id, Clock::time_point latest) {
  while (Clock::now() < latest && !find_marked(run_id).empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// Keeps no descriptor of ours: an flock, for one, would outlive us with it.
[[noreturn]] void keep_watch(int life, int null) {
  ::setsid();  // away from the terminal and its signals
  ::prctl(PR_SET_NAME, "assay-watcher");
  int const kept = keep_only({null, null, null}, life);
  if (kept < 0 || ::chdir("/") != 0) ::_exit(1);
  auto const watched = watch_until_end_of(kept);
  if (watched.run_id.empty()) ::_exit(0);
  std::chrono::duration<double> const grace(std::clamp(watched.grace_s, 0.0, 3.0));
  wait_until_gone(watched.run_id,
                  Clock::now() + std::chrono::duration_cast<Clock::duration>(grace));
  end_strays(watched.run_id);
  std::error_code ignored;
  for (auto const& directory : watched.directories)
    std::filesystem::remove_all(directory, ignored);
  ::_exit(0);
}

}  // namespace

void Watcher::watch(WatchedLaunch const& launch) {
  auto const message = message_of(launch);
  if (tell(message)) return;
  end();
  start();
  if (!tell(message)) throw_start_error("send to the watcher");
}

void Watcher::forget() { tell(message_of({})); }

void Watcher::start() {
  std::array<int, 2> ends{};
  Descriptor const null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null.open()) throw_start_error("open of /dev/null");
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw_start_error("socketpair");
  Descriptor life(ends[0]);
  Descriptor const life_of_watcher(ends[1]);
  pid_t const pid = ::fork();
  if (pid == 0) keep_watch(life_of_watcher.get(), null.get());
  if (pid < 0) throw_start_error("fork");
  life_ = std::move(life);
  pid_ = pid;
}

void Watcher::end() {
  life_.reset();
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  // One that cannot be killed is left to the system, which buries it after us.
  auto const latest = Clock::now() + std::chrono::seconds(2);
  while (::waitpid(pid_, nullptr, WNOHANG) == 0 && Clock::now() < latest)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  pid_ = 0;
}

// One that does not read what it is told, since it is stopped, is none: no waiting.
bool Watcher::tell(std::string_view message) const {
  return life_.open() &&
         ::send(life_.get(), message.data(), message.size(),
                MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(message.size());
}

}  // namespace assay
