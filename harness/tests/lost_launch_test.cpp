// SPDX-License-Identifier: Apache-2.0
#include "judge/lost_launch.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

Verdict seen(VerdictClass of, std::string const& output, bool ending = false) {
  Evidence evidence;
  evidence.requested.launcher = "srun";
  evidence.process.ending = Ending::exited;
  evidence.process.output_tail = output;
  return in_job({of, "d"}, evidence, [ending] { return ending; });
}

TEST(LostLaunch, HasItsOwnClasses) {
  EXPECT_EQ(seen(VerdictClass::crash, "srun: error: Node failure on n1").of,
            VerdictClass::node);
  EXPECT_EQ(seen(VerdictClass::launcher, "Duplicate job id").of,
            VerdictClass::scheduler);
  EXPECT_EQ(seen(VerdictClass::launcher, "", true).of, VerdictClass::interrupted);
  EXPECT_EQ(seen(VerdictClass::crash, "", true).of, VerdictClass::interrupted);
}

Verdict killed(std::string const& output) {
  Evidence evidence;
  evidence.requested.launcher = "srun";
  evidence.process.ending = Ending::exited;
  evidence.process.exit_code = 143;
  evidence.process.output_tail = output;
  return in_job({VerdictClass::crash, "d"}, evidence, [] { return false; });
}

// The words of Slurm 22.05, shortened.
TEST(LostLaunch, IsAStepThatSlurmEndedBeforeAnyRankHad) {
  EXPECT_EQ(killed("slurmstepd-n1: error: *** STEP 1.0 ON n1 CANCELLED AT 2026 ***\n"
                   "srun: error: n1: tasks 0-1: Terminated\n")
                .of,
            VerdictClass::scheduler);
  EXPECT_EQ(
      killed("srun: forcing job termination\nsrun: error: n1: task 0: Killed\n").of,
      VerdictClass::scheduler);
  EXPECT_EQ(killed("srun: error: n1: task 1: Killed\n"
                   "srun: launch/slurm: _step_signal: Terminating StepId=1.0\n"
                   "slurmstepd-n1: error: *** STEP 1.0 ON n1 CANCELLED AT 2026 ***\n")
                .of,
            VerdictClass::crash);
  EXPECT_EQ(killed("MPI_ABORT was invoked on rank 1\nsrun: Job step aborted: Waiting\n"
                   "srun: error: n1: task 0: Killed\n")
                .of,
            VerdictClass::crash);
  EXPECT_EQ(killed("").of, VerdictClass::crash);
}

TEST(LostLaunch, IsAStepOfAWorkerThatEndsWithoutAResultOrAWord) {
  EXPECT_EQ(seen(VerdictClass::no_result, "").of, VerdictClass::scheduler);
  Evidence evidence;
  evidence.requested.launcher = "srun";
  evidence.requested.program = std::make_shared<Program const>();
  evidence.process.ending = Ending::exited;
  EXPECT_EQ(in_job({VerdictClass::no_result, "d"}, evidence, [] { return false; }).of,
            VerdictClass::no_result);
}

TEST(LostLaunch, IsNoneWhereSrunWouldSayTheSameAgain) {
  for (auto const* words :
       {"srun: error: Invalid MPI type 'x', --mpi=list for acceptable types",
        "srun: error: Unable to create step for job 5: More processors requested than "
        "permitted",
        "slurmstepd: error: execve(): /bin/x: No such file or directory"})
    EXPECT_EQ(seen(VerdictClass::launcher, words).of, VerdictClass::launcher) << words;
}

TEST(LostLaunch, OtherVerdictsStay) {
  EXPECT_EQ(seen(VerdictClass::crash, "Segmentation fault").of, VerdictClass::crash);
  for (auto const of :
       {VerdictClass::ok, VerdictClass::binding, VerdictClass::wrong_answer}) {
    EXPECT_EQ(seen(of, "node failure", true).of, of);
  }
}

TEST(LostLaunch, AnAbsentSrunIsNoLoss) {
  Evidence evidence;
  evidence.requested.launcher = "srun";
  evidence.process.ending = Ending::not_started;
  auto const verdict = in_job({VerdictClass::launcher, "not found on PATH"}, evidence,
                              [] { return false; });
  EXPECT_EQ(verdict.of, VerdictClass::launcher);
}

}  // namespace
}  // namespace assay
