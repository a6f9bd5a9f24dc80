// SPDX-License-Identifier: Apache-2.0
// A process for each launch: run_process takes all orphans for its own, so two of them
// in one process would end each other's.
#include "side_by_side.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "common/json.hpp"
#include "descriptor.hpp"
#include "interrupt.hpp"
#include "shortage.hpp"
#include "spawn.hpp"

namespace assay {
namespace {

std::string to_bytes(ProcessResult const& result) {
  return to_cbor({{"ending", static_cast<int>(result.ending)},
                  {"exit_code", result.exit_code},
                  {"signal", result.signal},
                  {"wall_s", result.wall_s},
                  {"cpu_s", result.cpu_s},
                  {"error", result.error},
                  {"output", result.output_tail}});
}

ProcessResult from_bytes(std::string_view bytes) {
  auto const told = try_parse_cbor(bytes);
  ProcessResult result;
  if (!told.is_object()) {
    result.error = "the process that watches over it was killed";
    return result;
  }
  result.ending = static_cast<Ending>(told.at("ending").get<int>());
  result.exit_code = told.at("exit_code");
  result.signal = told.at("signal");
  result.wall_s = told.at("wall_s");
  result.cpu_s = told.at("cpu_s");
  result.error = told.at("error");
  result.output_tail = told.at("output");
  return result;
}

void write_whole(int file, std::string_view bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    auto const size = ::write(file, bytes.data() + done, bytes.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return;
    done += static_cast<std::size_t>(size);
  }
}

/// One launch, the process that runs it, and what that has told so far.
class Lane {
 public:
  Lane(Command const& command, ProcessLimits const& limits) {
    try {
      through_shortage([&] { start(command, limits); });
    } catch (StartError const& error) {
      bytes_ = to_bytes({.error = error.what()});
    }
  }

  pollfd news() const { return {answer_.get(), POLLIN, 0}; }
  bool open() const { return answer_.open(); }
  void end() const { ::kill(pid_, SIGTERM); }

  void read() {
    std::array<char, 1 << 16> piece;
    auto const size = ::read(answer_.get(), piece.data(), piece.size());
    if (size < 0 && errno == EINTR) return;
    if (size > 0) {
      bytes_.append(piece.data(), static_cast<std::size_t>(size));
      return;
    }
    answer_.reset();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  ProcessResult result() const { return from_bytes(bytes_); }

 private:
  void start(Command const& command, ProcessLimits const& limits) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_start_error("pipe2");
    Descriptor answer(ends[0]);
    Descriptor const report(ends[1]);
    auto const parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw_start_error("fork");
    answer_ = std::move(answer);
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent)
      write_whole(report.get(), to_bytes(run_process(command, limits)));
    ::_exit(0);
  }

  Descriptor answer_;
  std::string bytes_;
  pid_t pid_ = 0;
};

/// Hands on as many signals as came.
class Messenger {
 public:
  int descriptor() const {
    return interrupt_ == nullptr ? -1 : interrupt_->descriptor();
  }

  void hand_on(std::vector<Lane> const& lanes) {
    if (interrupt_ == nullptr) return;
    interrupt_->signal();
    for (; told_ < interrupt_->count(); ++told_) {
      for (auto const& lane : lanes) {
        if (lane.open()) lane.end();
      }
    }
  }

 private:
  Interrupt* interrupt_ = Interrupt::current();
  int told_ = interrupt_ == nullptr ? 0 : interrupt_->count();
};

bool any_open(std::vector<Lane> const& lanes) {
  for (auto const& lane : lanes) {
    if (lane.open()) return true;
  }
  return false;
}

void read_news(std::vector<Lane>& lanes, Messenger& messenger) {
  std::vector<pollfd> news{{messenger.descriptor(), POLLIN, 0}};
  for (auto const& lane : lanes) news.push_back(lane.news());  // closed ones are -1
  ::poll(news.data(), news.size(), -1);
  messenger.hand_on(lanes);
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (news[i + 1].revents != 0) lanes[i].read();
  }
}

}  // namespace

std::vector<ProcessResult> run_side_by_side(std::span<Command const> commands,
                                            ProcessLimits const& limits) {
  Messenger messenger;
  std::vector<Lane> lanes;
  for (auto const& command : commands) lanes.emplace_back(command, limits);
  while (any_open(lanes)) read_news(lanes, messenger);
  std::vector<ProcessResult> results;
  results.reserve(lanes.size());
  for (auto const& lane : lanes) results.push_back(lane.result());
  return results;
}

}  // namespace assay
