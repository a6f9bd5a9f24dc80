// SPDX-License-Identifier: Apache-2.0
// Starts a program and sees it, and all that it started, end.
#include "process.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <optional>

#include "cpu_time.hpp"
#include "descendants.hpp"
#include "interrupt.hpp"
#include "output_tail.hpp"
#include "shortage.hpp"
#include "spawn.hpp"
#include "watcher.hpp"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

/// What SIGKILL cannot end within this time hangs in the kernel; it is named, not
/// waited for.
constexpr auto kill_limit = std::chrono::seconds(10);

Clock::duration seconds(double value) {
  constexpr double longest_s =
      1e9;  // keeps the clock's 64-bit count of ns from overflow
  return std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(std::clamp(value, 0.0, longest_s)));
}

/// One started launcher, until it is reaped.
class Launch {
 public:
  Launch(Command const& command, ProcessLimits const& limits, Watcher& watcher)
      : command_(command),
        limits_(limits),
        tail_(limits.tail_bytes),
        watch_(watcher, {command.run_id, limits.grace_s, command.own_directories}),
        marks_{command.run_id, own_children(), births_so_far()},
        start_(Clock::now()),
        deadline_(start_ + seconds(limits.timeout_s)),
        child_(spawn(command)),
        handle_(static_cast<int>(::syscall(SYS_pidfd_open, child_.pid, 0))) {
    result_.started = std::chrono::system_clock::now();
    marks_.launcher = child_.pid;
    marks_.since_ticks = start_ticks_of(child_.pid);
  }

  ProcessResult to_end() {
    while (!reap() && !hopeless()) {
      stop_where_due();
      wait_for_news();
      read_streams();
    }
    result_.wall_s = std::chrono::duration<double>(Clock::now() - start_).count();
    end_rest();
    drain_output();
    result_.output_tail = tail_.take();
    return result_;
  }

 private:
  bool reap() {
    int status = 0;
    struct rusage usage {};
    if (::wait4(child_.pid, &status, WNOHANG, &usage) != child_.pid) return false;
    result_.cpu_s += cpu_seconds(usage);
    result_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    result_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    result_.error = exec_failure(child_, command_);
    result_.ending = !result_.error.empty() ? Ending::not_started
                     : stopped_             ? *stopped_
                     : result_.signal != 0  ? Ending::signalled
                                            : Ending::exited;
    return true;
  }

  /// First TERM to the launcher, which knows best how to end its ranks; then KILL to
  /// all.
  void stop_where_due() {
    auto const now = Clock::now();
    int const signals = signals_so_far();
    if (!stopped_ && (signals > 0 || now >= deadline_)) {
      stopped_ = signals > 0 ? Ending::interrupted : Ending::timed_out;
      kill_at_ = now + seconds(limits_.grace_s);
      ::kill(child_.pid, SIGTERM);
      ::kill(child_.pid, SIGCONT);  // a stopped process sees TERM only once it goes on
    }
    bool const impatient = stopped_ && signals > 1;
    if (!stopped_ || (now < kill_at_ && !impatient)) return;
    if (!killed_at_) killed_at_ = now;
    for (auto const& process : find_descendants(marks_)) {
      kill_process(process);
    }
  }

  bool hopeless() {
    if (!killed_at_ || Clock::now() < *killed_at_ + kill_limit) return false;
    result_.ending = *stopped_;
    return true;
  }

  int wait_ms() const {
    constexpr std::chrono::milliseconds without_pidfd(20), while_killing(10),
        longest(60'000);
    auto wait = std::chrono::ceil<std::chrono::milliseconds>(
        (stopped_ ? kill_at_ : deadline_) - Clock::now());
    if (killed_at_) wait = while_killing;
    if (!handle_.open()) wait = std::min(wait, without_pidfd);
    return static_cast<int>(
        std::clamp(wait, std::chrono::milliseconds(0), longest).count());
  }

  void wait_for_news() {
    auto* const interrupt = Interrupt::current();
    // poll passes over negative descriptors.
    std::array<pollfd, 4> news{{
        {handle_.get(), POLLIN, 0},
        {child_.output.get(), POLLIN, 0},
        {child_.error.get(), POLLIN, 0},
        {interrupt != nullptr ? interrupt->descriptor() : -1, POLLIN, 0},
    }};
    ::poll(news.data(), news.size(), wait_ms());
  }

  /// One piece of each, so that a flood does not keep us from the clock; false if there
  /// was none.
  bool read_streams() {
    bool const printed = read_piece(child_.output, Stream::output);
    return read_piece(child_.error, Stream::error) || printed;
  }

  bool read_piece(Descriptor& pipe, Stream stream) {
    if (!pipe.open()) return false;
    std::array<char, 1 << 16> bytes;
    auto const size = ::read(pipe.get(), bytes.data(), bytes.size());
    if (size == 0) pipe.reset();  // all writers are gone
    if (size <= 0) return false;
    std::string_view const piece(bytes.data(), static_cast<std::size_t>(size));
    tail_.add(piece);
    if (command_.on_output) command_.on_output(stream, piece);
    return true;
  }

  /// What the pipes hold, not up to their end: a process that is not ours to kill may
  /// have one open, and write for ever.
  void drain_output() {
    constexpr int pieces = 32;  // 2 MiB; a pipe holds 64 KiB, at most 1 MiB
    for (int i = 0; i < pieces && read_streams(); ++i) {
    }
  }

  void end_rest() {
    auto const rest = end_all([this] { return find_descendants(marks_); }, kill_limit);
    result_.cpu_s += reap_orphans(marks_.exempt);
    if (!rest.left.empty()) {
      result_.error =
          fmt::format("processes {} do not end; they may disturb what runs after them",
                      fmt::join(rest.left, ", "));
    }
  }

  Command const& command_;
  ProcessLimits const& limits_;
  Clock::time_point kill_at_;
  std::optional<Clock::time_point> killed_at_;
  std::optional<Ending> stopped_;
  ProcessResult result_;
  OutputTail tail_;
  Watch watch_;
  LaunchMarks marks_;        ///< the watcher is exempt, for one
  Clock::time_point start_;  ///< after all that is ours to do, before the fork
  Clock::time_point deadline_;
  Spawned child_;
  Descriptor
      handle_;  ///< wakes poll when the launcher ends; closed where there is no pidfd
};

/// An inherited "ignore" would have the kernel throw exit codes away.
void keep_exit_codes() {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &action, nullptr);
}

}  // namespace

ProcessResult run_process(Command const& command, ProcessLimits const& limits) {
  Watcher watcher;
  return run_process(command, limits, watcher);
}

ProcessResult run_process(Command const& command, ProcessLimits const& limits,
                          Watcher& watcher) {
  ProcessResult nothing;
  if (signals_so_far() > 0) {
    nothing.ending = Ending::interrupted;
    return nothing;
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  keep_exit_codes();
  try {
    std::optional<Launch> launch;
    through_shortage([&] { launch.emplace(command, limits, watcher); });
    return launch->to_end();
  } catch (StartError const& error) {
    nothing.error = error.what();
    return nothing;
  }
}

int end_strays(std::string const& run_id) {
  auto const ended = end_all([&] { return find_marked(run_id); }, kill_limit);
  return static_cast<int>(ended.seen.size());
}

}  // namespace assay
