// SPDX-License-Identifier: Apache-2.0
#include "assay_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "common/first_line.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "records/journal.hpp"
#include "study_on_nodes.hpp"

namespace assay {

namespace fs = std::filesystem;

StudyDirectory::StudyDirectory(std::string const& yaml) {
  std::string name = (fs::temp_directory_path() / "assay-mpi-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("no temporary directory");
  path_ = name;
  std::ofstream(path_ / "s.yaml") << yaml;
}

StudyDirectory::~StudyDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

pid_t StudyDirectory::start(std::vector<std::string> const& extra) const {
  std::vector<std::string> words{ASSAY_PROGRAM,
                                 "run",
                                 (path_ / "s.yaml").string(),
                                 "--results",
                                 (path_ / "results").string(),
                                 "--no-report"};
  words.insert(words.end(), extra.begin(), extra.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (path_ / "output").c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
  setenv("ASSAY_HOST_LOCK", "off", 0);
  pid_t child = 0;
  int const problem =
      posix_spawn(&child, ASSAY_PROGRAM, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) throw std::runtime_error("cannot start " ASSAY_PROGRAM);
  return child;
}

int StudyDirectory::wait(pid_t process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string StudyDirectory::output() const { return test::text_of(path_ / "output"); }

std::string StudyDirectory::reported(std::string const& file) const {
  auto const form = std::filesystem::path(file).extension().string().substr(1);
  auto const made = run_process({{ASSAY_PROGRAM, "report", results(), "--format", form},
                                 own_environment(),
                                 "/",
                                 ""},
                                {.timeout_s = 120});
  auto text = test::text_of(results() / "report" / file);
  if (text.empty()) throw std::runtime_error("no report: " + made.output_tail);
  return text;
}

std::vector<Json> StudyDirectory::lines(std::string const& kind) const {
  std::vector<Json> found;
  for (auto const& line : read_journal(results() / "journal.jsonl").lines) {
    if (line["kind"] == kind) found.push_back(line);
  }
  return found;
}

std::map<std::string, int> StudyDirectory::verdicts() const {
  std::map<std::string, int> count;
  for (auto const& record : lines("record")) ++count[record["verdict"]];
  return count;
}

std::map<std::pair<std::string, int>, int> StudyDirectory::good_launches() const {
  std::map<std::pair<std::string, int>, int> count;
  for (auto const& record : lines("record")) {
    if (record["verdict"] == "ok") ++count[{record["point"], record["launch"]}];
  }
  return count;
}

std::string mpiexec_of_workers() {
  return first_line_of(ASSAY_FAULT_WORKERS "/mpiexec-of-build.txt");
}

int processes_with(std::string const& text) {
  int count = 0;
  for (auto const& entry : fs::directory_iterator("/proc")) {
    std::ifstream in(entry.path() / "cmdline", std::ios::binary);
    std::string words;
    std::getline(in, words);
    count += words.find(text) != std::string::npos;
  }
  return count;
}

}  // namespace assay
