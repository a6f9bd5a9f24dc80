// SPDX-License-Identifier: Apache-2.0
#include "cell.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "os/environment.hpp"
#include "study_on_nodes.hpp"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr char const* cell_script = ASSAY_SOURCE "/harness/tests/gridengine/cell.sh";

fs::path make_directory() {
  std::string name = "/tmp/assay-cell-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory in /tmp");
  return name;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (auto& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

NoCell const& no_cell() {
  static NoCell const known = [] {
    auto const answer =
        run_process({{"bash", cell_script, "probe"}, own_environment(), "/", ""},
                    {.timeout_s = 20});
    if (answer.succeeded()) return NoCell();
    auto const& said = answer.output_tail.empty() ? answer.error : answer.output_tail;
    constexpr int missing = 5;
    return NoCell{said.substr(0, said.find_last_not_of('\n') + 1),
                  answer.exit_code == missing};
  }();
  return known;
}

Cell::Cell(int nodes, int slots_per_node)
    : directory_(make_directory()), environment_(own_environment()) {
  if (!no_cell().why.empty()) return;  // its test is not run
  std::signal(SIGPIPE, SIG_IGN);
  for (auto const* other : {"SLURM_JOB_ID", "SLURM_CONF", "SGE_ROOT", "TMPDIR"})
    environment_.erase(other);
  environment_["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
  environment_["ASSAY_HOST_LOCK"] = directory_ / "host.lock";
  environment_["ASSAY_PYTHON"] = "true";  // the report has tests of its own
  environment_["ASSAY_QUEUE_EVERY_S"] = "0";
  environment_["PATH"] = (directory_ / "bin").string() + ":" + environment_["PATH"];
  make_project();
  start(nodes, slots_per_node);
}

Cell::~Cell() {
  if (process_ > 0) {
    ::close(orders_);
    ::close(answers_);
    ::waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

// A cell has no Slurm, which may be installed beside it.
void Cell::make_project() const {
  fs::path const source = ASSAY_SOURCE;
  fs::create_directory(project());
  fs::create_symlink(ASSAY_PROGRAM, project() / "assay");
  fs::create_symlink(source / "jobscripts", project() / "jobscripts");
  fs::create_directory(directory_ / "bin");
}

void Cell::start(int nodes, int slots_per_node) {
  std::vector<std::string> words{"bash",
                                 cell_script,
                                 "run",
                                 (directory_ / "cell").string(),
                                 std::to_string(nodes),
                                 std::to_string(slots_per_node)};
  std::vector<std::string> variables;
  for (auto const& [name, value] : environment_)
    variables.push_back(name + "=" + value);
  std::array<int, 2> orders{}, answers{};
  if (::pipe2(orders.data(), O_CLOEXEC) != 0 || ::pipe2(answers.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, orders[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO);
  int const problem =
      posix_spawnp(&process_, "bash", &actions, nullptr, pointers_to(words).data(),
                   pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(orders[0]);
  ::close(answers[1]);
  orders_ = orders[1];
  answers_ = answers[0];
  if (problem != 0) throw std::runtime_error("cannot start bash");
  if (next_line() != "ready") throw std::runtime_error("the cell does not come up");
}

std::string Cell::next_line() const {
  std::string line;
  for (char letter = 0;;) {
    if (::read(answers_, &letter, 1) <= 0)
      throw std::runtime_error("the cell has ended; it said why");
    if (letter == '\n') return line;
    line += letter;
  }
}

Cell::Answer Cell::run(std::string const& command) {
  auto const script = directory_ / ("command-" + std::to_string(++commands_));
  std::ofstream(script) << "cd " << project().string() << "\n" << command << "\n";
  auto const line = script.string() + "\n";
  if (::write(orders_, line.data(), line.size()) < 0)
    throw std::runtime_error("the cell has ended");
  auto const status = next_line();
  return {std::stoi(status), test::text_of(script.string() + ".out")};
}

bool Cell::wait_for_end(std::string const& job, double timeout_s) {
  using Clock = std::chrono::steady_clock;
  auto const end = Clock::now() + std::chrono::duration<double>(timeout_s);
  while (run("qstat -j " + job).exit_code == 0) {
    if (Clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  return true;
}

void Cell::write(std::string const& name, std::string const& text) const {
  std::ofstream(project() / name) << text;
}

std::string Cell::read(std::string const& name) const {
  return test::text_of(project() / name);
}

std::vector<Json> Cell::lines(std::string const& study, std::string const& kind) const {
  return test::lines_of(project(), study, kind);
}

std::map<std::pair<std::string, int>, int> Cell::good_launches(
    std::string const& study) const {
  return test::good_launches_of(lines(study, "record"));
}

}  // namespace assay
