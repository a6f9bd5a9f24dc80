// SPDX-License-Identifier: Apache-2.0
// Starts a program in a session of its own, with nothing inherited but what is meant.
#include "spawn.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <sstream>
#include <system_error>
#include <utility>

#include "common/sanitizers.hpp"
#include "descriptors.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

enum class Step { descriptors, directory, exec };

/// What the child writes into a pipe that a successful exec closes.
struct Failure {
  Step step = Step::exec;
  int error = 0;
};

/// All that the child needs, made before it is: the child may allocate no memory.
struct Prepared {
  std::string program;
  std::string directory;
  std::vector<std::string> variables;
  std::vector<char*> argv;
  std::vector<char*> envp;
};

std::string text_of(int error) { return std::generic_category().message(error); }

/// errno's value why `file` cannot be executed, or 0.
int obstacle(fs::path const& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return errno;
  if (S_ISDIR(status.st_mode)) return EISDIR;
  if (::faccessat(AT_FDCWD, file.c_str(), X_OK, AT_EACCESS) != 0) return errno;
  return 0;
}

std::string hint_at(int error) {
  switch (error) {
    case ENOENT:
      return " (or the interpreter that its first line names is missing)";
    case EACCES:
      return " (chmod +x, or a file system mounted noexec)";
    case ENOEXEC:
      return " (built for another machine, or a script without a #! line)";
    default:
      return "";
  }
}

/// Either error with this text, by errno's value: what is short, and a file system that
/// fails to answer, may be otherwise a moment later.
[[noreturn]] void throw_by(int error, std::string const& text) {
  for (int const passing : {EAGAIN, ENOMEM, EMFILE, ENFILE, EIO, ESTALE})
    if (error == passing) throw ShortageError(text);
  throw StartError(text);
}

[[noreturn]] void throw_program(std::string const& name, int error) {
  throw_by(error, fmt::format("cannot start '{}': {}{}", name, text_of(error),
                              hint_at(error)));
}

std::string search_path(Environment const& environment) {
  auto const path = environment.find("PATH");
  return path == environment.end() ? "/usr/local/bin:/usr/bin:/bin" : path->second;
}

Prepared prepare(Command const& command) {
  Prepared prepared;
  prepared.program = find_program(command);
  prepared.directory = command.directory.string();
  auto environment = command.environment;
  if (!command.run_id.empty()) environment["ASSAY_RUN_ID"] = command.run_id;
  for (auto const& [name, value] : environment) {
    prepared.variables.push_back(fmt::format("{}={}", name, value));
  }
  // execve takes pointers to non-const for reasons of history; it changes nothing.
  for (auto const& word : command.argv) {
    prepared.argv.push_back(const_cast<char*>(word.c_str()));
  }
  prepared.argv.push_back(nullptr);
  for (auto& variable : prepared.variables) prepared.envp.push_back(variable.data());
  prepared.envp.push_back(nullptr);
  return prepared;
}

[[noreturn]] void give_up(int report, Step step) {
  Failure const failure{step, errno};
  [[maybe_unused]] auto const written = ::write(report, &failure, sizeof failure);
  ::_exit(127);
}

void default_signals() {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &action, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

struct Child {
  Prepared const& prepared;
  Streams const& streams;
  int failure = -1;
  pid_t parent = 0;
};

/// A Child, from its start to exec.
int become(void* given) {
  auto const& [prepared, streams, failure, parent] = *static_cast<Child const*>(given);
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);  // it died before the line above
  int const report = keep_only(streams, failure);
  if (report < 0) give_up(failure, Step::descriptors);
  if (!prepared.directory.empty() && ::chdir(prepared.directory.c_str()) != 0) {
    give_up(report, Step::directory);
  }
  default_signals();
  ::execve(prepared.program.c_str(), prepared.argv.data(), prepared.envp.data());
  give_up(report, Step::exec);
}

/// The process id of a child that has our memory until its exec, for which this waits,
/// and a stack of its own; below 0 as clone(). fork() copies tables of pages, and pages
/// after it, which takes half a millisecond; a sanitizer needs it. Signals wait until
/// the child has no handler of ours.
pid_t start(Child& child) {
  constexpr bool is_copied = has_address_sanitizer || has_thread_sanitizer;
  if constexpr (is_copied) {
    pid_t const pid = ::fork();
    if (pid == 0) become(&child);
    return pid;
  }
  alignas(std::max_align_t) std::array<std::byte, 65536> stack;
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t const pid = ::clone(become, stack.data() + stack.size(),
                            CLONE_VM | CLONE_VFORK | SIGCHLD, &child);
  int const error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

std::pair<Descriptor, Descriptor> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_start_error("pipe2");
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);  // our end only
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor open_input(fs::path const& file) {
  if (file.empty()) {
    Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null.open()) throw_start_error("open of /dev/null");
    return null;
  }
  Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!input.open())
    throw StartError(fmt::format("cannot read standard input from {}: {}",
                                 file.string(), text_of(errno)));
  return input;
}

}  // namespace

void throw_start_error(char const* call) {
  int const error = errno;
  throw_by(error,
           fmt::format("cannot start a process: {} failed: {}", call, text_of(error)));
}

std::string find_program(Command const& command) {
  if (command.argv.empty()) throw StartError("cannot start an empty command");
  auto const& name = command.argv.front();
  if (name.find('/') != name.npos) {
    auto const file = fs::absolute(command.directory / name);
    if (int const error = obstacle(file)) throw_program(name, error);
    return file.string();
  }
  auto const path = search_path(command.environment);
  std::istringstream entries(path);
  int seen = ENOENT;
  for (std::string entry; std::getline(entries, entry, ':');) {
    auto const file = fs::absolute(command.directory / entry / name);
    int const error = obstacle(file);
    if (error == 0) return file.string();
    if (error == EACCES) seen = error;
  }
  if (seen == EACCES) throw_program(name, seen);
  throw StartError(
      fmt::format("cannot start '{}': not found on PATH ({})", name, path));
}

Spawned spawn(Command const& command) {
  auto const prepared = prepare(command);
  auto const input = open_input(command.input);
  auto [output, output_of_child] = make_pipe();
  std::pair<Descriptor, Descriptor> error;
  if (command.error_apart) error = make_pipe();
  auto [failure, failure_of_child] = make_pipe();
  Streams const streams{
      input.get(), output_of_child.get(),
      command.error_apart ? error.second.get() : output_of_child.get()};
  Child child{prepared, streams, failure_of_child.get(), ::getpid()};
  pid_t const pid = start(child);
  if (pid < 0) throw_start_error("fork");
  return {pid, std::move(output), std::move(error.first), std::move(failure)};
}

std::string exec_failure(Spawned const& child, Command const& command) {
  Failure failure;
  if (::read(child.failure.get(), &failure, sizeof failure) != sizeof failure)
    return "";
  switch (failure.step) {
    case Step::descriptors:
      return fmt::format("cannot start '{}': no descriptors: {}", command.argv.front(),
                         text_of(failure.error));
    case Step::directory:
      return fmt::format("cannot start '{}' in {}: {}", command.argv.front(),
                         command.directory.string(), text_of(failure.error));
    case Step::exec:
      break;
  }
  return fmt::format("cannot start '{}': {}{}", command.argv.front(),
                     text_of(failure.error), hint_at(failure.error));
}

}  // namespace assay
