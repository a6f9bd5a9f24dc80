// SPDX-License-Identifier: Apache-2.0
#include "judge/last_words.hpp"

#include <gmock/gmock.h>

#include "judge/judge.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string const frame = std::string(74, '-') + "\n";

/// Open MPI 4.1 and 5.0 where a transport is asked for that they do not have.
std::string const no_transport =
    frame +
    "A requested component was not found, or was unable to be opened.  This\n"
    "means that this component is either not installed or is unable to be\n"
    "used on your system.\n"
    "\n"
    "Host:      node1\n"
    "Framework: pml\n"
    "Component: absent\n" +
    frame + " " + frame +
    "It looks like MPI_INIT failed for some reason; your parallel process is\n"
    "likely to abort.\n"
    "\n"
    "  mca_base_framework_open on ompi_pml failed\n"
    "  --> Returned \"Not found\" (-13) instead of \"Success\" (0)\n" +
    frame + "*** An error occurred in MPI_Init\n*** on a NULL communicator\n";

constexpr char const* rank_ended =
    "srun: error: node1: task 0: Exited with exit code 1\n";

/// Open MPI's two texts about the end of ranks; what lies between them is a rank's.
std::string ended_with(std::string const& between) {
  return frame +
         "Primary job  terminated normally, but 1 process returned\n"
         "a non-zero exit code. Per user-direction, the job has been aborted.\n" +
         frame + between + frame +
         "mpiexec detected that one or more processes exited with non-zero status, "
         "thus causing\n"
         "the job to be terminated. The first process to do so was:\n\n"
         "  Process name: [[1,1],0]\n  Exit code:    1\n" +
         frame;
}

TEST(LastWords, AreThoseOfTheProgramBeforeItsLauncherEnds) {
  std::string const program = "63 zones must evenly divide\n";
  EXPECT_EQ(last_words(program + ended_with("")), "63 zones must evenly divide");
  EXPECT_EQ(
      last_words(program + frame +
                 "MPI_ABORT was invoked on rank 0 in communicator MPI_COMM_WORLD\n"
                 "with errorcode 3.\n\n"
                 "NOTE: invoking MPI_ABORT causes Open MPI to kill all MPI "
                 "processes.\n"
                 "You may or may not see output from other processes, depending "
                 "on\nexactly when Open MPI kills them.\n" +
                 frame),
      "63 zones must evenly divide");
}

TEST(LastWords, OfARankThatIsLateAreItsLastLine) {
  auto const late = ended_with("step 1\n63 zones must evenly divide\n");
  EXPECT_EQ(last_words("step 1\n" + late), "63 zones must evenly divide");
}

TEST(LastWords, AreTheReasonNotTheEnd) {
  auto const said = last_words(no_transport + rank_ended);
  EXPECT_THAT(said, HasSubstr("A requested component was not found"));
  EXPECT_THAT(said, HasSubstr("Framework: pml, Component: absent"));
  EXPECT_EQ(
      last_words("[node1:7] PML cm cannot be selected\n" + std::string(rank_ended) +
                 "srun: launch/slurm: _step_signal: Terminating StepId=1.0\n"
                 "slurmstepd-node1: error: *** STEP 1.0 ON node1 CANCELLED AT 9 ***\n"),
      "[node1:7] PML cm cannot be selected");
  EXPECT_EQ(
      last_words("srun: error: Unable to create step for job 7: Invalid node name\n"),
      "srun: error: Unable to create step for job 7: Invalid node name");
}

// Two ranks, of which one began its text within the frame of the other.
TEST(LastWords, AreTheReasonWhereRanksWriteAtOnce) {
  auto const said = last_words(frame + no_transport + no_transport + rank_ended);
  EXPECT_THAT(said, HasSubstr("A requested component was not found"));
  auto const vague = no_transport.substr(no_transport.find(" " + frame));
  EXPECT_THAT(last_words(vague), HasSubstr("MPI_INIT failed for some reason"));
}

// Open MPI 5 under srun keeps its help text to itself.
TEST(LastWords, AreThoseOfAnErrorHandlerWhereNothingElseWasSaid) {
  EXPECT_EQ(
      last_words("*** An error occurred in MPI_Init\n"
                 "*** on a NULL communicator\n"
                 "*** MPI_ERRORS_ARE_FATAL (processes will now abort,\n"
                 "***    and MPI will try to terminate your MPI job as well)\n"
                 "[node1:66] Local abort before MPI_INIT completed\n" +
                 frame +
                 "prterun detected that one or more processes exited with non-zero "
                 "status,\n"
                 "thus causing the job to be terminated.\n"
                 "   Process name: [prterun-node1-72@1,0]\n"
                 "   Exit code:    14\n" +
                 frame + rank_ended + "srun: Terminating StepId=1.0\n"),
      "An error occurred in MPI_Init");
}

// As Slurm 24.11 and PRRTE 3 now and then do, when the last rank is gone before they
// look.
TEST(LastWords, AreNotOfALauncherThatEndsInHaste) {
  std::string const error = "*** An error occurred in MPI_Init\n";
  EXPECT_EQ(last_words(error + "srun: Force Terminated StepId=1.2\n"),
            "An error occurred in MPI_Init");
  EXPECT_EQ(last_words(error + "[node1:00048] PMIX ERROR: PMIX_ERR_NOT_FOUND in file "
                               "pmix_server.c at line 1667\n"),
            "An error occurred in MPI_Init");
  EXPECT_EQ(last_words(error + "[node2:00116] pmix_ptl_base: send_msg: write failed: "
                               "Broken pipe (32) [sd = 27]\n"),
            "An error occurred in MPI_Init");
  EXPECT_EQ(last_words(error + "[node1:00072] PRTE ERROR: Not found in file "
                               "plm_base_receive.c at line 414\n"),
            "An error occurred in MPI_Init");
  EXPECT_EQ(last_words("srun: Force Terminated StepId=1.2\n"),
            "srun: Force Terminated StepId=1.2");
}

TEST(LastWords, AWarningIsNoReason) {
  auto const warning = frame + "WARNING: no InfiniBand here.\n" + frame;
  auto const slots = frame + "There are not enough slots available.\n" + frame;
  EXPECT_EQ(last_words(warning + slots), "There are not enough slots available");
  EXPECT_EQ(last_words(warning + "PML cm cannot be selected\n"),
            "PML cm cannot be selected");
}

// As when a rank crashes in MPI_Init without a word.
TEST(LastWords, AreOfTheEndWhereNothingElseWasSaid) {
  EXPECT_EQ(last_words(rank_ended),
            "srun: error: node1: task 0: Exited with exit code 1");
  EXPECT_THAT(last_words(""), IsEmpty());
  EXPECT_THAT(last_words("\n" + frame + " \n"), IsEmpty());
}

TEST(LastWords, AreOneShortLineThatIsSafeToShow) {
  EXPECT_EQ(last_words("\x1b[31mred\r\n"), "?[31mred");
  EXPECT_EQ(last_words(std::string(9000, 'x')).size(), 203U);
}

TEST(LastWords, StandInTheVerdict) {
  Evidence evidence;
  evidence.process.ending = Ending::exited;
  evidence.process.exit_code = 1;
  EXPECT_EQ(judge(evidence).verdict.detail, "no worker was started, exit code 1");
  evidence.process.output_tail = no_transport;
  EXPECT_EQ(judge(evidence).verdict.of, VerdictClass::launcher);
  EXPECT_EQ(
      judge(evidence).verdict.detail,
      "no worker was started, exit code 1; the launch said: A requested component "
      "was not found, or was unable to be opened: Host: node1, Framework: pml, "
      "Component: absent");
}

}  // namespace
}  // namespace assay
