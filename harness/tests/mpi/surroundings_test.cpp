// SPDX-License-Identifier: Apache-2.0
// What is around a run is seldom as its authors have it: no variables, names that are
// no text or give commands to a terminal, no room for a directory, a child that nobody
// can kill.
#include <gmock/gmock.h>
#include <signal.h>

#include <cstdlib>
#include <string>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "os/storage.hpp"
#include "scratch.hpp"
#include "strace.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr char const* of_a_model =
    "study: s\nkernel: pi\nscaling: strong\nsamples: 1e9\nranks: [1, 2]\n"
    "launcher: simulate\nlaunches: 6\nsimulate: {nodes: 1, cores_per_node: 2}\n";

std::map<std::string, int> ok(int count) { return {{"ok", count}}; }

ProcessResult ask_in(Argv words, fs::path const& directory,
                     Environment environment = own_environment()) {
  if (!environment.empty()) environment["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
  if (!environment.empty()) environment["ASSAY_HOST_LOCK"] = "off";
  return run_process({std::move(words), std::move(environment), directory, ""},
                     {.timeout_s = 60, .tail_bytes = 1 << 20});
}

/// Under strace, where that works; `rule` as of its option -e inject.
ProcessResult with_fault(std::string const& rule, StudyDirectory const& study) {
  auto const call = rule.substr(0, rule.find(':'));
  return ask_in(
      {"strace", "-qq", "-o", (study.path() / "log").string(), "-e", "trace=" + call,
       "-e", "inject=" + rule, ASSAY_PROGRAM, "run", "s.yaml", "--no-report"},
      study.path());
}

// But for what keeps the launches of a busy host.
TEST(EmptyEnvironment, IsEnoughForAProgram) {
  StudyDirectory const study(of_a_shell);
  auto const answer = ask_in({"env", "-i", "ASSAY_DISTURBED=keep", ASSAY_PROGRAM, "run",
                              "s.yaml", "--no-report"},
                             study.path(), own_environment());
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_EQ(study.verdicts(), ok(2));
}

/// A directory in the study's own, with the study in it; every command is run there.
void expect_commands_in(std::string const& name) {
  SCOPED_TRACE(testing::PrintToString(name));
  StudyDirectory const study(of_a_model);
  auto const directory = study.path() / name;
  fs::create_directory(directory);
  fs::copy_file(study.path() / "s.yaml", directory / (name + ".yaml"));
  auto const file = name + ".yaml";
  for (auto const& words :
       {Argv{"check", file}, Argv{"plan", file}, Argv{"plan", "--json", file},
        Argv{"run", file, "--no-report"}, Argv{"status", file},
        Argv{"status", "--json", file}, Argv{"pack", file}}) {
    auto asked = words;
    asked.insert(asked.begin(), ASSAY_PROGRAM);
    auto const answer = ask_in(asked, directory);
    EXPECT_EQ(answer.exit_code, 0) << words.front() << answer.output_tail;
    EXPECT_THAT(answer.output_tail, Not(HasSubstr("\033["))) << words.front();
  }
}

TEST(Names, MayBeNoText) { expect_commands_in("a\xff \xc3("); }

TEST(Names, GiveNoCommandsToTheTerminal) { expect_commands_in("a\033[31m\033[2J"); }

TEST(Mkdir, WithoutRoomIsAFaultOfStorage) {
  REQUIRE_STRACE();
  for (std::string const error : {"ENOSPC", "EDQUOT"}) {
    StudyDirectory const study(of_a_shell);
    for (int const first : {1, 4, 6}) {  // of the study, of a probe, of a launch
      auto const answer = with_fault(
          "mkdir:error=" + error + ":when=" + std::to_string(first) + "+", study);
      EXPECT_EQ(answer.exit_code, 4) << first << answer.output_tail;
      EXPECT_THAT(answer.output_tail, HasSubstr("assay: "));
    }
    EXPECT_EQ(study.run(), 0) << study.output();
    EXPECT_EQ(study.verdicts(), ok(2));
  }
}

/// A program that stops the watcher of the harness that started it, and notes which.
std::string stopping_the_watcher(fs::path const& note) {
  return "for child in $(cat /proc/$PPID/task/*/children); do "
         "if grep -q assay-watcher /proc/$child/comm; then "
         "kill -STOP $child; echo $child >" +
         note.string() + "; fi; done; echo 7";
}

TEST(UnkillableWatcher, IsNotWaitedFor) {
  REQUIRE_STRACE();
  Scratch const scratch;
  auto const note = scratch / "watcher";
  std::string text = of_a_shell;
  text.replace(text.find("echo 7"), 6, stopping_the_watcher(note));
  StudyDirectory const study(text);
  auto const answer = with_fault("kill:error=EPERM", study);
  auto const watcher = std::atoi(bytes_of(note).c_str());
  ASSERT_GT(watcher, 1) << "no watcher was stopped: " << answer.output_tail;
  ::kill(watcher, SIGKILL);
  EXPECT_EQ(answer.ending, Ending::exited) << "it waited for its watcher";
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_EQ(study.verdicts(), ok(2));
}

}  // namespace
}  // namespace assay
