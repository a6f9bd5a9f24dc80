// SPDX-License-Identifier: Apache-2.0
// INT, TERM, HUP and USR1 as values to ask for, instead of handlers.
#include "interrupt.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace assay {
namespace {

Interrupt* living = nullptr;
sigset_t mask_before;
struct sigaction pipe_action_before;

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// Under nohup HUP is ignored, and stays so: a blocked signal would be told all the
/// same.
sigset_t watched_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  for (int const signal : {SIGINT, SIGTERM, SIGUSR1}) ::sigaddset(&set, signal);
  if (!is_ignored(SIGHUP)) ::sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

Interrupt::Interrupt() {
  if (living != nullptr) throw std::logic_error("there may be one Interrupt only");
  auto const watched = watched_signals();
  descriptor_ = ::signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor_ < 0) {
    throw std::system_error(errno, std::generic_category(), "signalfd");
  }
  ::pthread_sigmask(SIG_BLOCK, &watched, &mask_before);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &pipe_action_before);
  living = this;
}

Interrupt::~Interrupt() {
  signal();  // what still waits must not strike when the mask is lifted
  ::close(descriptor_);
  ::sigaction(SIGPIPE, &pipe_action_before, nullptr);
  ::pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
  living = nullptr;
}

int Interrupt::signal() {
  struct signalfd_siginfo info {};
  while (::read(descriptor_, &info, sizeof info) == sizeof info) {
    if (first_ == 0) first_ = static_cast<int>(info.ssi_signo);
    ++count_;
  }
  return first_;
}

Interrupt* Interrupt::current() { return living; }

int signals_so_far() {
  if (living == nullptr) return 0;
  living->signal();
  return living->count();
}

}  // namespace assay
