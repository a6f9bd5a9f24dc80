// SPDX-License-Identifier: Apache-2.0
// Two pipes and a process between them.
#include "child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace assay {
namespace {

struct Pipe {
  int read = -1, write = -1;
};

/// Both ends close in children that are started later.
Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {ends[0], ends[1]};
}

pid_t spawn(std::vector<std::string> words, Pipe const& in, Pipe const& out) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
  pid_t process = 0;
  int const error =
      posix_spawnp(&process, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in.read);
  close(out.write);
  if (error != 0) {
    throw std::runtime_error("cannot start " + words[0] + ": " + std::strerror(error));
  }
  return process;
}

}  // namespace

Child::Child(std::vector<std::string> words)
    : name_(words.front()), to_(nullptr, fclose), from_(nullptr, fclose) {
  // Without this a child that has ended would end us too.
  std::signal(SIGPIPE, SIG_IGN);
  Pipe const in = make_pipe();
  Pipe const out = make_pipe();
  to_.reset(fdopen(in.write, "w"));
  from_.reset(fdopen(out.read, "r"));
  for (std::size_t i = 1; i < words.size(); ++i) name_ += " " + words[i];
  process_ = spawn(std::move(words), in, out);
}

Child::~Child() {
  to_.reset();
  int status = 0;
  waitpid(process_, &status, 0);
}

double Child::ask(std::uint64_t number) {
  fprintf(to_.get(), "%llu\n", static_cast<unsigned long long>(number));
  fflush(to_.get());
  std::array<char, 256> line{};
  if (fgets(line.data(), line.size(), from_.get()) == nullptr) {
    throw std::runtime_error("it ended: " + name_);
  }
  std::string const text(line.data(), std::strcspn(line.data(), "\n"));
  double answer = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, answer);
  if (error != std::errc{} || stop != end) throw std::runtime_error(text);
  return answer;
}

}  // namespace assay
