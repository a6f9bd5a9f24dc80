// SPDX-License-Identifier: Apache-2.0
// assay doctor as a whole: its probes are real launches.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "assay_process.hpp"
#include "common/json.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

struct Answer {
  int exit_code = -1;
  Json lines;
  std::string text;

  std::string level_of(std::string const& subject) const {
    for (auto const& line : lines) {
      if (line["subject"] == subject) return line["level"];
    }
    return "not there";
  }
};

Answer ask_doctor() {
  setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
  auto const result =
      run_process({{ASSAY_PROGRAM, "doctor", "--json"}, own_environment(), "/", ""},
                  {.timeout_s = 200});
  return {result.exit_code, try_parse_json(result.output_tail), result.output_tail};
}

class DoctorProcess : public testing::Test {
 protected:
  DoctorProcess() { fs::create_directories(directory_); }
  ~DoctorProcess() override { fs::remove_all(directory_); }

  std::string launcher(std::string const& body) const {
    auto const file = directory_ / "launcher";
    std::ofstream(file) << "#!/bin/sh\nmpiexec='" << mpiexec_of_workers()
                        << "'\n[ \"$1\" = --version ] && exec \"$mpiexec\" --version\n"
                           "for word; do worker=$job; job=$word; done\n"
                        << body << "\n";
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }

  fs::path directory_ =
      fs::path(testing::TempDir()) / ("doctor-" + std::to_string(getpid()));
};

TEST_F(DoctorProcess, FindsTheMpiOfThisHostWell) {
  auto const answer = ask_doctor();
  ASSERT_TRUE(answer.lines.is_array()) << answer.text;
  for (auto const* subject : {"launcher", "assay-worker-openmp", "backend openmp",
                              "world probe", "witness", "binding probe", "clock"}) {
    EXPECT_EQ(answer.level_of(subject), "ok") << answer.text;
  }
}

TEST_F(DoctorProcess, FindsALauncherThatStartsOneRankOnly) {
  ScopedVariable const variable(
      "ASSAY_MPIEXEC", launcher("exec \"$mpiexec\" -n 1 \"$worker\" \"$job\""));
  auto const answer = ask_doctor();
  EXPECT_EQ(answer.exit_code, 3) << answer.text;
  EXPECT_EQ(answer.level_of("world probe"), "error") << answer.text;
}

TEST_F(DoctorProcess, FindsALauncherThatBindsAllThreadsToOneCore) {
  ScopedVariable const variable(
      "ASSAY_MPIEXEC",
      launcher("exec \"$mpiexec\" -n 1 --bind-to core \"$worker\" \"$job\""));
  auto const answer = ask_doctor();
  EXPECT_EQ(answer.exit_code, 3) << answer.text;
  EXPECT_EQ(answer.level_of("binding probe"), "error") << answer.text;
}

TEST_F(DoctorProcess, FindsVariablesOfADeadJob) {
  ScopedVariable const job("SLURM_JOB_ID", "4711");
  EXPECT_EQ(ask_doctor().level_of("Slurm"), "warning");
}

}  // namespace
}  // namespace assay
