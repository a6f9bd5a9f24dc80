// SPDX-License-Identifier: Apache-2.0
// No process of a study is a shell: nothing that a study file says is ever evaluated.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "report/run_analysis.hpp"
#include "scratch.hpp"
#include "strace.hpp"

namespace assay {
namespace {

bool is_shell(std::string const& program) {
  static std::set<std::string> const shells{"sh",   "bash", "dash",   "ash",
                                            "ksh",  "mksh", "zsh",    "csh",
                                            "tcsh", "fish", "busybox"};
  return shells.count(std::filesystem::path(program).filename().string()) != 0;
}

/// What the first line of a script names: the kernel starts it without a second execve.
std::string interpreter_of(std::string const& program) {
  std::ifstream in(program, std::ios::binary);
  std::string line;
  std::getline(in, line);
  std::smatch named;
  static std::regex const first_line("^#! *(?:\\S*/env +(?:-S +)?)?(\\S+).*");
  return std::regex_match(line, named, first_line) ? named[1].str() : "";
}

/// The programs that a traced study started, in order.
std::vector<std::string> started_in(std::filesystem::path const& trace) {
  std::vector<std::string> programs;
  std::ifstream in(trace);
  static std::regex const success("^.*execve\\(\"([^\"]+)\".* = 0$");
  std::smatch call;
  for (std::string line; std::getline(in, line);)
    if (std::regex_match(line, call, success)) programs.push_back(call[1]);
  return programs;
}

/// Of a study from its reading to its report.
std::vector<std::string> programs_of(std::string const& yaml) {
  StudyDirectory const study("study: s\nscaling: strong\nranks: [1, 2]\nlaunches: 1\n" +
                             yaml);
  setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
  setenv("ASSAY_HOST_LOCK", "off", 0);
  auto const trace = study.path() / "trace";
  auto const answer = run_process(
      {{"strace", "-f", "--seccomp-bpf", "-s", "4096", "-e", "trace=execve", "-o",
        trace.string(), ASSAY_PROGRAM, "run", (study.path() / "s.yaml").string(),
        "--results", (study.path() / "results").string()},
       own_environment(),
       "/",
       ""},
      {.timeout_s = 120});
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 2}}));
  return started_in(trace);
}

void expect_no_shell(std::vector<std::string> const& programs) {
  for (auto const& program : programs) {
    EXPECT_FALSE(is_shell(program)) << program;
    EXPECT_FALSE(is_shell(interpreter_of(program))) << program << " is a shell script";
  }
}

auto started(std::string const& name) {
  return testing::Contains(testing::EndsWith("/" + name));
}

TEST(NoShell, IsStartedByAStudyOfAKernel) {
  REQUIRE_STRACE();
  auto const programs = programs_of("kernel: pi\nsamples: 1e6\n");
  EXPECT_THAT(programs, started("mpiexec"));
  EXPECT_THAT(programs, started("assay-worker-openmp"));
  EXPECT_THAT(programs,
              started(std::filesystem::path(python_interpreter())
                          .filename()
                          .string()));  // the report
  expect_no_shell(programs);
}

TEST(NoShell, IsStartedByAStudyOfAProgram) {
  REQUIRE_STRACE();
  auto const programs = programs_of(
      "program: [echo, \"$(id) ; `id` {ranks}\"]\nproof: none\n"
      "setup: [[\"true\"]]\n");
  EXPECT_THAT(programs, started("echo"));
  EXPECT_THAT(programs, started("true"));
  expect_no_shell(programs);
}

TEST(NoShell, WouldBeSeen) {
  REQUIRE_STRACE();
  Scratch const scratch;
  put(scratch / "script", "#!/usr/bin/env -S bash\ntrue\n");
  std::filesystem::permissions(scratch / "script", std::filesystem::perms::owner_all);
  EXPECT_TRUE(is_shell(interpreter_of((scratch / "script").string())));
  auto const programs = programs_of("program: [sh, -c, \"true\"]\nproof: none\n");
  EXPECT_TRUE(std::any_of(programs.begin(), programs.end(), is_shell));
}

}  // namespace
}  // namespace assay
