// SPDX-License-Identifier: Apache-2.0
// A plain child process: it is not timed, and may use the terminal.
#include "run_analysis.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "common/first_line.hpp"
#include "os/errors.hpp"
#include "site/project_directory.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

std::string environment_value(char const* name) {
  char const* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Our own signals are blocked and read from a descriptor; the child wants the defaults.
class ChildSignals {
 public:
  ChildSignals() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~ChildSignals() { posix_spawnattr_destroy(&attributes_); }
  ChildSignals(ChildSignals const&) = delete;
  ChildSignals& operator=(ChildSignals const&) = delete;

  posix_spawnattr_t const* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::string python_interpreter() {
  if (auto chosen = environment_value("ASSAY_PYTHON"); !chosen.empty()) return chosen;
  auto const noted = first_line_of(project_directory() / "build" / "python");
  return access(noted.c_str(), X_OK) == 0 ? noted : "python3";
}

AnalysisCommand analysis_command(std::vector<std::string> const& arguments,
                                 std::map<std::string, std::string> environment) {
  std::vector<std::string> words{python_interpreter(), "-m", "scaling"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto const own = (project_directory() / "analysis").string();
  auto& path = environment["PYTHONPATH"];
  path = path.empty() ? own : own + ":" + path;
  return {std::move(words), std::move(environment)};
}

int run_analysis(std::vector<std::string> const& arguments) {
  auto [words, changed] =
      analysis_command(arguments, {{"PYTHONPATH", environment_value("PYTHONPATH")}});
  setenv("PYTHONPATH", changed["PYTHONPATH"].c_str(), 1);
  setenv("ASSAY_COMMAND", "assay", 1);  // which its errors name
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  int const problem = posix_spawnp(&child, argv[0], nullptr, ChildSignals().get(),
                                   argv.data(), environ);
  if (problem != 0) {
    throw EnvironmentError(fmt::format(
        "cannot start {}: {}. Set ASSAY_PYTHON to a Python with numpy, scipy, "
        "matplotlib and Jinja2",
        words[0], std::strerror(problem)));
  }
  return wait_for(child);
}

}  // namespace assay
