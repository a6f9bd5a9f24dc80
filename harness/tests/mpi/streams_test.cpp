// SPDX-License-Identifier: Apache-2.0
// Standard streams that are closed, full or read by nobody.
#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "os/storage.hpp"
#include "records/read_journal.hpp"

namespace assay {
namespace {

constexpr char const* simulated =
    "study: s\nkernel: pi\nscaling: strong\nsamples: 1e9\nranks: [1, 2]\n"
    "launcher: simulate\nlaunches: 6\nsimulate: {nodes: 1, cores_per_node: 2}\n";

/// The exit code of a line of shell in which $assay is the program.
int shell(StudyDirectory const& study, std::string const& line) {
  auto environment = own_environment();
  environment["assay"] = ASSAY_PROGRAM;
  environment["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
  environment["ASSAY_HOST_LOCK"] = "off";
  return run_process({{"sh", "-c", line}, environment, study.path(), ""},
                     {.timeout_s = 60})
      .exit_code;
}

class Streams : public testing::TestWithParam<char const*> {};

TEST_P(Streams, EndNoStudy) {
  StudyDirectory const study(simulated);
  EXPECT_EQ(
      shell(study, "\"$assay\" run s.yaml --no-report " + std::string(GetParam())), 0);
  auto const journal = read_journal(study.results() / "journal.jsonl");
  EXPECT_TRUE(journal.bad.empty()) << "something else was written into it";
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 12}}));
}

INSTANTIATE_TEST_SUITE_P(Odd, Streams,
                         testing::Values("2>&-", "2>/dev/full", "<&- >&- 2>&-",
                                         "2>&1 >/dev/null | true"));

TEST(FileSize, BeyondItsLimitIsAFaultOfStorageThatLosesNothing) {
  StudyDirectory const study(simulated);
  std::string const run = "\"$assay\" run s.yaml --no-report";
  EXPECT_EQ(shell(study, "ulimit -f 8; " + run), 4);
  EXPECT_EQ(shell(study, run), 0);
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 12}}));
}

TEST(Streams, WhatIsPrintedIsData) {
  StudyDirectory const study(simulated);
  EXPECT_EQ(shell(study, "\"$assay\" run s.yaml --no-report >/dev/null"), 0);
  for (std::string const words :
       {"plan s.yaml", "plan --json s.yaml", "check s.yaml", "status s.yaml",
        "status --json s.yaml", "report s.yaml", "doctor", "doctor --json", "kernels",
        "help", "completion bash", "completion zsh", "completion fish", "--help",
        "--version"})
    EXPECT_EQ(
        shell(study, "unset PYTHONUNBUFFERED; \"$assay\" " + words + " >/dev/full"), 4)
        << words;
}

}  // namespace
}  // namespace assay
