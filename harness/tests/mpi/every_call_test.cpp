// SPDX-License-Identifier: Apache-2.0
// Lets each system call of `assay run` fail in turn, by strace: nothing is lost,
// nothing counts twice, and what is started again completes the study.
#include <gmock/gmock.h>

#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "scratch.hpp"
#include "strace.hpp"

namespace assay {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

ProcessResult call(Argv words, double timeout_s) {
  auto environment = own_environment();
  environment["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
  environment["ASSAY_HOST_LOCK"] = "off";
  return run_process({std::move(words), environment, "/", ""},
                     {.timeout_s = timeout_s, .tail_bytes = 1 << 16});
}

/// A call of the system, and the errors that it can give. Where all of them are wanted
/// (ASSAY_TEST_ERRORS=all), each is tried at each call, else the first alone.
struct Call {
  std::string name;
  std::vector<std::string> errors;
  int every = 1;  ///< of calls that are not about the study, each so manieth fails
};

/// For gtest's list of parameters.
void PrintTo(Call const& call, std::ostream* stream) { *stream << call.name; }

bool all_wanted() { return std::getenv("ASSAY_TEST_ERRORS") != nullptr; }

class EveryCall : public testing::TestWithParam<Call> {
 protected:
  static Argv run_words(StudyDirectory const& study) {
    return {ASSAY_PROGRAM,
            "run",
            (study.path() / "s.yaml").string(),
            "--results",
            (study.path() / "results").string(),
            "--no-report"};
  }

  static std::string log_of(StudyDirectory const& study) {
    return bytes_of(study.path() / "log");
  }

  /// `fault` as behind the name of the call in strace's option -e inject.
  static ProcessResult traced(StudyDirectory const& study, std::string const& fault) {
    auto const& name = GetParam().name;
    Argv words{"strace", "-qq",          "-y", "-o", (study.path() / "log").string(),
               "-e",     "trace=" + name};
    if (!fault.empty()) words.insert(words.end(), {"-e", "inject=" + name + fault});
    auto const run = run_words(study);
    words.insert(words.end(), run.begin(), run.end());
    return call(std::move(words), 60);
  }

  /// Which of the calls are about a file of the study, or about the program that tries
  /// its launcher: the first of those that look alike, but for addresses and
  /// descriptors.
  static std::set<int> calls_on_the_study() {
    static std::regex const changing("0x[0-9a-f]+|[0-9]+<");
    StudyDirectory const study(of_a_shell);
    traced(study, "");
    std::istringstream lines(log_of(study));
    std::set<int> found;
    std::set<std::string> seen;
    int k = 0;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(GetParam().name + "(")) continue;
      ++k;
      if (line.find(study.path().string()) == line.npos &&
          line.find("/assay-look\"") == line.npos)
        continue;
      if (seen.insert(std::regex_replace(line, changing, "")).second) found.insert(k);
    }
    return found;
  }

  /// False when there is no `k`-th call any more.
  static bool holds_with_fault(std::string const& error, int k) {
    StudyDirectory const study(of_a_shell);
    auto const first = traced(study, ":error=" + error + ":when=" + std::to_string(k));
    if (log_of(study).find("(INJECTED)") == std::string::npos) return false;
    SCOPED_TRACE(GetParam().name + " " + error + " of call " + std::to_string(k) +
                 ": " + first.output_tail);
    check(study, first);
    return true;
  }

  /// The same of the first. On a busy host a program may have ended before it is waited
  /// for by `poll`, so several runs are tried.
  static bool holds_with_first_fault(std::string const& error) {
    for (int tries = 0; tries < 20; ++tries)
      if (holds_with_fault(error, 1)) return true;
    return false;
  }

  /// Complete at once, or refused in words and complete when it is started again (2:
  /// the study could not be read; 127: the loader of libraries says why). What could
  /// not be removed goes at the next start.
  static void check(StudyDirectory const& study, ProcessResult const& first) {
    EXPECT_EQ(first.ending, Ending::exited);
    EXPECT_THAT(first.exit_code, AnyOf(0, 2, 3, 4, 127));
    if (first.exit_code != 0) {
      EXPECT_THAT(first.output_tail,
                  AnyOf(HasSubstr("assay: "), HasSubstr("s.yaml: error: cannot ")));
    }
    auto const attempts = study.results() / "attempts";
    if (first.exit_code != 0 || !std::filesystem::is_empty(attempts)) {
      auto const again = call(run_words(study), 60);
      EXPECT_EQ(again.exit_code, 0) << again.output_tail;
    }
    auto const good = study.good_launches();
    EXPECT_EQ(good.size(), 2U);
    for (auto const& [launch, times] : good) EXPECT_EQ(times, 1) << launch.second;
    EXPECT_TRUE(std::filesystem::is_empty(attempts));
    EXPECT_EQ(processes_with(study.path().string()), 0);
  }
};

TEST_P(EveryCall, MayFailOnce) {
  REQUIRE_STRACE();
  auto const& [name, errors, every] = GetParam();
  std::size_t const tried = all_wanted() ? errors.size() : 1;
  auto const on_the_study = calls_on_the_study();
  auto const fails = [&, step = all_wanted() ? 1 : every](int k) {
    return (k - 1) % step == 0 || on_the_study.contains(k);
  };
  for (std::size_t i = 0; i < tried && !HasFailure(); ++i) {
    EXPECT_TRUE(holds_with_first_fault(errors[i])) << "it makes no such call";
    int k = 1;
    do {
      for (++k; !fails(k);) ++k;
    } while (!HasFailure() && holds_with_fault(errors[i], k));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Run, EveryCall,
    testing::Values(
        Call{"write", {"ENOSPC", "EIO", "EINTR", "EDQUOT", "EAGAIN"}},
        Call{"fdatasync", {"EIO", "ENOSPC", "EINTR"}},
        Call{"fsync", {"EIO", "ENOSPC", "EINTR"}}, Call{"ftruncate", {"EIO", "EINTR"}},
        Call{"mkdir", {"ENOSPC", "EACCES", "EDQUOT", "EMLINK"}},
        Call{"flock", {"EINTR", "ENOLCK"}}, Call{"pipe2", {"EMFILE", "ENFILE"}},
        Call{"clone", {"EAGAIN", "ENOMEM"}}, Call{"poll", {"EINTR", "ENOMEM"}},
        Call{"wait4", {"EINTR"}}, Call{"pidfd_open", {"EMFILE", "ENOSYS", "EPERM"}},
        Call{"signalfd4", {"EMFILE"}},
        Call{"openat", {"EMFILE", "EIO", "ENOENT", "EACCES", "EINTR"}, 41},
        Call{"read", {"EIO", "EINTR"}, 47}, Call{"newfstatat", {"EIO", "EACCES"}, 19},
        Call{"getdents64", {"EIO"}, 7}),
    [](auto const& chosen) { return chosen.param.name; });

}  // namespace
}  // namespace assay
