// SPDX-License-Identifier: Apache-2.0
// The CPUs that assay itself was started on are those that it measures.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "assay_process.hpp"
#include "common/cgroup.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char const* every_rank =
    "study: s\nkernel: pi\nsamples: 1e6\nscaling: strong\nlaunches: 1\nranks: ";

/// What `assay run --dry-run` says behind these words of a shell.
ProcessResult dry_run(std::string const& ranks, std::string const& before) {
  StudyDirectory const study(every_rank + ranks + "\n");
  return run_process({{"sh", "-c", before + " exec \"$@\"", "sh", ASSAY_PROGRAM, "run",
                       (study.path() / "s.yaml").string(), "--dry-run"},
                      own_environment(),
                      study.path(),
                      ""},
                     {.timeout_s = 60});
}

TEST(CpuLimits, AMaskIsAllThatAutoMeasures) {
  if (offered_cpus().size() < 2) GTEST_SKIP() << "this machine has one CPU";
  auto const automatic = dry_run("auto", "taskset --cpu-list -p 0 $$ >/dev/null;");
  EXPECT_EQ(automatic.exit_code, 0) << automatic.output_tail;
  EXPECT_THAT(automatic.output_tail, Not(HasSubstr("2 ranks")));
  auto const asked = StudyDirectory(std::string(every_rank) + "[1, 2]\n");
  auto const answer = run_process({{"taskset", "--cpu-list", "0", ASSAY_PROGRAM, "run",
                                    (asked.path() / "s.yaml").string(), "--no-report"},
                                   own_environment(),
                                   asked.path(),
                                   ""},
                                  {.timeout_s = 60});
  EXPECT_EQ(asked.lines("record").size(), 1U);
  EXPECT_THAT(
      answer.output_tail,
      AllOf(HasSubstr("note: 1 core to measure on: assay was started on CPUs 0"),
            HasSubstr("needs 2 cores on a node, there is 1 (assay was started")));
}

/// Words that put a shell into a new group with that quota, in either version.
std::string in_group(std::string const& name, int quota_us) {
  auto const quota = std::to_string(quota_us);
  return "g=/sys/fs/cgroup; [ -e $g/cgroup.controllers ] || g=$g/cpu; g=$g/" + name +
         "; mkdir $g || exit 99; { echo " + quota + " 100000 >$g/cpu.max || echo " +
         quota +
         " >$g/cpu.cfs_quota_us; } 2>/dev/null; echo $$ >$g/cgroup.procs || exit 99;";
}

TEST(CpuLimits, AQuotaIsRoundedDownToWholeCores) {
  if (offered_cpus().size() < 2) GTEST_SKIP() << "this machine has one CPU";
  for (int const quota_us : {100000, 150000}) {
    auto const name = "assay-test-" + std::to_string(getpid());
    auto const answer = dry_run("[1, 2]", in_group(name, quota_us));
    for (auto const* root : {"/sys/fs/cgroup/", "/sys/fs/cgroup/cpu/"})
      ::rmdir((root + name).c_str());
    if (answer.exit_code == 99) GTEST_SKIP() << "no control group can be made here";
    EXPECT_THAT(answer.output_tail, AllOf(HasSubstr("1 rank"), Not(HasSubstr("-n 2"))));
  }
}

}  // namespace
}  // namespace assay
