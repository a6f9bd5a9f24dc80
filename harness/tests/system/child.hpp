// SPDX-License-Identifier: Apache-2.0
// Starts programs for tests, by other means than those under test.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace assay {

/// A program whose standard output and error are pipes; killed at the latest by the
/// destructor.
class Child {
 public:
  explicit Child(std::vector<std::string> words, std::string const& preload = {}) {
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0)
      ::abort();
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(out[1], 1);
      ::dup2(err[1], 2);
      if (!preload.empty()) ::setenv("LD_PRELOAD", preload.c_str(), 1);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
  }
  ~Child() {
    kill();
    wait();
    ::close(out_);
    ::close(err_);
  }
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;

  pid_t pid() const { return pid_; }
  void kill() const {
    if (!ended_) ::kill(pid_, SIGKILL);
  }
  void stop() const {
    if (!ended_) ::kill(pid_, SIGTERM);
  }

  /// What it prints until it closes its output, or at least `enough` bytes.
  std::string output(std::size_t enough = SIZE_MAX) const {
    return read_from(out_, enough);
  }
  std::string errors() const { return read_from(err_, SIZE_MAX); }

  /// Exit code, or 128 + signal.
  int wait() {
    if (!ended_) ::waitpid(pid_, &status_, 0);
    ended_ = true;
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  }

 private:
  static std::string read_from(int descriptor, std::size_t enough) {
    std::string text;
    std::array<char, 4096> piece;
    while (text.size() < enough) {
      auto const size = ::read(descriptor, piece.data(), piece.size());
      if (size <= 0) break;
      text.append(piece.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

  pid_t pid_ = 0;
  int out_ = -1;
  int err_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

/// Living processes with this text in their environment, zombies left out.
inline std::vector<pid_t> processes_with(std::string const& text) {
  auto const whole = [](std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(stream), {}};
  };
  std::vector<pid_t> found;
  for (auto const& item : std::filesystem::directory_iterator("/proc")) {
    auto const name = item.path().filename().string();
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    if (whole(item.path() / "environ").find(text) == std::string::npos) continue;
    if (whole(item.path() / "stat").find(") Z ") == std::string::npos) {
      found.push_back(std::stoi(name));
    }
  }
  return found;
}

/// Waits until `condition` holds, at most `limit_s`; says whether it does.
template <class Condition>
bool within(double limit_s, Condition condition) {
  auto const end =
      std::chrono::steady_clock::now() + std::chrono::duration<double>(limit_s);
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace assay
