// SPDX-License-Identifier: Apache-2.0
// Cleans up after a harness that was killed and could not.
#include "watcher.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

#include "descendants.hpp"
#include "descriptors.hpp"
#include "process.hpp"
#include "spawn.hpp"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

void wait_for_end_of(int life) {
  char byte = 0;
  while (::read(life, &byte, 1) < 0 && errno == EINTR) {
  }
}

void wait_until_gone(std::string const& run_id, Clock::time_point latest) {
  while (Clock::now() < latest && !find_marked(run_id).empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// Keeps no descriptor of ours: an flock, for one, would outlive us with it.
[[noreturn]] void watch(int life, int null, std::string const& run_id, double grace_s) {
  ::setsid();  // away from the terminal and its signals
  ::prctl(PR_SET_NAME, "assay-watcher");
  int const kept = keep_only({null, null, null}, life);
  if (kept < 0 || ::chdir("/") != 0) ::_exit(1);
  wait_for_end_of(kept);
  auto const grace = std::chrono::duration<double>(std::clamp(grace_s, 0.0, 3.0));
  wait_until_gone(run_id,
                  Clock::now() + std::chrono::duration_cast<Clock::duration>(grace));
  end_strays(run_id);
  ::_exit(0);
}

}  // namespace

Watcher::Watcher(std::string const& run_id, double grace_s) {
  std::array<int, 2> ends{};
  Descriptor const null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null.open()) throw_start_error("open of /dev/null");
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_start_error("pipe2");
  Descriptor const life_of_watcher(ends[0]);
  life_ = Descriptor(ends[1]);
  pid_ = ::fork();
  if (pid_ == 0) watch(life_of_watcher.get(), null.get(), run_id, grace_s);
  if (pid_ < 0) throw_start_error("fork");
}

Watcher::~Watcher() {
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace assay
