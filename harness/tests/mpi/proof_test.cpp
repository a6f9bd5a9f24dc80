// SPDX-License-Identifier: Apache-2.0
// Programs that did not run as asked, each a real one, and one that did.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "assay_process.hpp"
#include "os/sha256.hpp"
#include "program_of_mpich.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Verdicts = std::map<std::string, int>;

/// Two launches of one point.
std::string proof_study(std::string const& words, std::string const& rest) {
  return "study: s\nscaling: strong\nlaunches: 2\nlimits: {timeout: 30s}\nprogram: [" +
         words + "]\n" + rest;
}

std::string const two_ranks = "ranks: 2\n";

std::string first_detail(StudyDirectory const& study) {
  return study.lines("record").at(0)["detail"];
}

TEST(Proof, OfAProgramThatRanAsAsked) {
  StudyDirectory const study(proof_study(WITNESSED ", barrier", two_ranks));
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record")) {
    auto const& witness = record["witness"];
    EXPECT_EQ(witness["executable"], WITNESSED);
    EXPECT_EQ(witness["mpi"]["size"], 2);
    EXPECT_EQ(witness["host"].size(), 2U);
    EXPECT_GE(witness["mpi_s"][0]["collective"].get<double>(), 0.29);
    EXPECT_NE(witness["thread_cpus"][0][0], witness["thread_cpus"][1][0]);
  }
}

TEST(Proof, OfAProgramWithoutMpiInTwoRanks) {
  StudyDirectory const study(proof_study(WITNESSED_ALONE, two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(
      first_detail(study),
      HasSubstr("2 of 2 processes called no MPI: each ran the whole program, so "
                "this is no point of 2 ranks. Measure threads, or give ranks: 1"));
}

/// A script beside the study, which its interpreter runs as many times.
TEST(Proof, OfASerialScriptInTwoRanks) {
  StudyDirectory const study(proof_study("python3, ./serial.py", two_ranks));
  put(study.path() / "serial.py", "print(sum(range(1000)))\n");
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(first_detail(study), HasSubstr("this is no point of 2 ranks"));
}

TEST(Proof, OfOneProcessIsTheProcess) {
  for (auto const* launcher : {"launcher: local\n", "launcher: mpiexec\n"}) {
    StudyDirectory const study(
        proof_study(WITNESSED_ALONE, std::string("ranks: 1\n") + launcher));
    EXPECT_EQ(study.run(), 0) << study.output();
    EXPECT_EQ(study.lines("record").at(0)["witness"]["mpi"], nullptr);
  }
}

TEST(Proof, OfFourThreadsWhereOneWasAsked) {
  StudyDirectory const study(proof_study(WITNESSED ", work, 4", "ranks: 1\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
  EXPECT_EQ(first_detail(study), "1 threads asked, 4 ran on rank 0");
}

TEST(Proof, OfThreadsThatNoRuntimeCounts) {
  StudyDirectory const study(
      proof_study(WITNESSED_ALONE ", threads", "ranks: 1\nlauncher: local\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
}

TEST(Proof, OfOneThreadWhereTwoWereAsked) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP() << "one CPU only";
  StudyDirectory const study(
      proof_study(WITNESSED ", work, 1", "ranks: 1\nthreads: 2\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
  EXPECT_THAT(first_detail(study), HasSubstr("2 threads asked, 1 ran on rank 0"));
}

TEST(Proof, OfAProgramThatBindsItself) {
  StudyDirectory const study(proof_study(WITNESSED ", bind", two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
  EXPECT_EQ(first_detail(study), "ranks 0 and 1 of the program share CPU 0");
}

TEST(Proof, OfAProgramThatFreesItself) {
  StudyDirectory const study(proof_study(WITNESSED ", free", two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
}

/// No other rank is there to share the CPU that it takes.
TEST(Proof, OfAProgramThatFreesItselfAlone) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP() << "one CPU only";
  auto const all = fmt::format("0-{}", sysconf(_SC_NPROCESSORS_ONLN) - 1);
  for (auto const& words : {std::string(WITNESSED ", free"),
                            "taskset, -c, \"" + all + "\", " WITNESSED_ALONE}) {
    StudyDirectory const study(proof_study(words, "ranks: 1\n"));
    EXPECT_EQ(study.run(), 1);
    EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
    EXPECT_THAT(first_detail(study),
                HasSubstr("could use CPUs " + all + " in the end"));
  }
}

TEST(Proof, OfAProgramBehindTaskset) {
  StudyDirectory const study(
      proof_study("taskset, -c, \"0\", " WITNESSED ", barrier", two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
}

TEST(Proof, OfAProgramThatAbortsWithCodeZero) {
  StudyDirectory const study(proof_study(WITNESSED ", abort", two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"crash", 2}})) << study.output();
}

TEST(Proof, OfAProgramThatEndsWithoutItsEnd) {
  for (auto const* how : {", leave", ", crash"}) {
    StudyDirectory const study(proof_study(std::string(WITNESSED) + how, two_ranks));
    EXPECT_EQ(study.run(), 1);
    EXPECT_EQ(study.verdicts(), (Verdicts{{"crash", 2}})) << study.output();
  }
}

TEST(Proof, CountsTheChildrenOfAProgram) {
  StudyDirectory const study(
      proof_study(WITNESSED_ALONE ", fork", "ranks: 1\nlauncher: local\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const witness = study.lines("record").at(0)["witness"];
  EXPECT_GE(witness["children_cpu_s"][0].get<double>(), 0.09);
}

TEST(Proof, OfAProgramThatStartsOthers) {
  StudyDirectory const study(
      proof_study(WITNESSED ", spawn",
                  "ranks: 1\nenv: {OMPI_MCA_rmaps_base_oversubscribe: \"1\"}\n"));
  EXPECT_EQ(study.run(), 1);
  if (study.verdicts() == Verdicts{{"crash", 2}})
    GTEST_SKIP() << "this launcher starts no more: " << first_detail(study);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(first_detail(study), HasSubstr("rank 0 called MPI_Comm_spawn"));
}

TEST(Proof, OfAProgramThatStartsALauncher) {
  std::string const script =
      "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
      "OMPI_MCA_rmaps_base_oversubscribe=1 HYDRA_LAUNCHER=fork "
      "PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe; "
      "\"$0\" -n 2 \"" WITNESSED "\" barrier";
  StudyDirectory const study(
      proof_study("bash, -c, '" + script + "', " + mpiexec_of_workers(),
                  "ranks: 1\nlauncher: local\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(first_detail(study), HasSubstr("a rank started several ranks of MPI"));
}

TEST(Proof, OfAStaticProgramThereIsNone) {
  auto const words = proof_study(WITNESSED_STATIC, "ranks: 1\nlauncher: local\n");
  StudyDirectory const study(words);
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"unproven", 2}})) << study.output();
  StudyDirectory const unproven(words + "proof: none\n");
  EXPECT_EQ(unproven.run(), 0) << unproven.output();
  EXPECT_FALSE(unproven.lines("record").at(0).contains("witness"));
  EXPECT_EQ(unproven.lines("record").at(0)["requested"]["proof"], "none");
}

TEST(Proof, OfAProgramInAShellScript) {
  StudyDirectory const study(
      proof_study("bash, -c, '\"" WITNESSED "\" barrier; true'", two_ranks));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0)["witness"]["executable"], WITNESSED);
}

/// Its shell does not become the program, and ends without exit handlers.
TEST(Proof, OfAProgramBelowAScriptOfASmallShell) {
  Scratch const scratch;
  auto const script = (scratch / "run.sh").string();
  put_command(script, "\"" WITNESSED "\" barrier\ntrue\n");
  for (auto const& words :
       {script, "bash, -c, " + script, "sh, -c, '" + script + "; true'"}) {
    StudyDirectory const study(proof_study(words, "ranks: [1, 2]\n"));
    EXPECT_EQ(study.run(), 0) << study.output();
    for (auto const& record : study.lines("record"))
      EXPECT_EQ(record["witness"]["executable"], WITNESSED) << words;
  }
}

/// By the numbers of MPICH's mpi.h.
constexpr auto* program_of_sessions =
    "extern \"C\" {\n"
    "int MPI_Session_init(int, int, int*); int MPI_Session_finalize(int*);\n"
    "int MPI_Group_from_session_pset(int, char const*, int*);\n"
    "int MPI_Comm_create_from_group(int, char const*, int, int, int*);\n"
    "int MPI_Group_free(int*); int MPI_Barrier(int); int MPI_Comm_free(int*); }\n"
    "int main(int argc, char**) {\n"
    "  int const no_info = 0x1c000000, fatal = 0x54000000;\n"
    "  int session, group, comm;\n"
    "  MPI_Session_init(no_info, fatal, &session);\n"
    "  auto const* set = argc == 1 ? \"mpi://WORLD\" : \"mpi://SELF\";\n"
    "  MPI_Group_from_session_pset(session, set, &group);\n"
    "  MPI_Comm_create_from_group(group, \"a\", no_info, fatal, &comm);\n"
    "  MPI_Group_free(&group);\n"
    "  MPI_Barrier(comm);\n"
    "  MPI_Comm_free(&comm);\n"
    "  return MPI_Session_finalize(&session);\n"
    "}\n";

/// Ends with code 0, which MPICH's launcher takes for a good end.
constexpr auto* program_that_leaves =
    "extern \"C\" { int MPI_Init(int*, char***); }\n"
    "int main() { return MPI_Init(nullptr, nullptr); }\n";

class ProofOfAnotherMpi : public testing::Test {
 protected:
  void SetUp() override {
    if (app_.empty()) GTEST_SKIP() << "needs libmpich";
    if (mpiexec_of_workers().find("mpich") != std::string::npos)
      GTEST_SKIP() << "is ours";
  }

  Scratch scratch_;
  std::string app_ = program_of_mpich(scratch_, plain_program);
};

TEST_F(ProofOfAnotherMpi, IsStartedByTheLauncherBesideIt) {
  if (access("/usr/bin/mpiexec.mpich", X_OK) != 0) GTEST_SKIP() << "needs mpich";
  StudyDirectory const study(proof_study(app_, two_ranks));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_THAT(study.output(), HasSubstr("mpiexec.mpich, that of the program's MPI"));
  auto const witness = study.lines("record").at(0)["witness"];
  EXPECT_THAT(witness["mpi"]["version"], HasSubstr("MPICH"));
  EXPECT_EQ(witness["mpi"]["size"], 2);
}

/// Where a shell hides what the program is linked with.
TEST_F(ProofOfAnotherMpi, UnderOursIsAsManyWorldsOfOne) {
  ScopedVariable const chosen("ASSAY_MPIEXEC", mpiexec_of_workers());
  StudyDirectory const study(proof_study("bash, -c, 'exec " + app_ + "'", two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(first_detail(study),
              AllOf(HasSubstr("a world of 1 seen: the program is linked with MPICH"),
                    HasSubstr("started by " + mpiexec_of_workers() + ", of Open MPI")));
}

// Each is a second at work: Open MPI 4.1 takes its directory away where one ends before
// the other has begun.
TEST_F(ProofOfAnotherMpi, StartsOursAsAsManyWorldsOfOne) {
  if (access("/usr/bin/mpiexec.mpich", X_OK) != 0) GTEST_SKIP() << "needs mpich";
  ScopedVariable const chosen("ASSAY_MPIEXEC", "/usr/bin/mpiexec.mpich");
  StudyDirectory const study(
      proof_study("bash, -c, 'exec \"" WITNESSED "\" uneven'", two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(first_detail(study),
              AllOf(HasSubstr("a world of 1 seen: the program is linked with Open MPI"),
                    HasSubstr("started by /usr/bin/mpiexec.mpich, of MPICH")));
}

TEST_F(ProofOfAnotherMpi, KnowsTheWorldOfSessions) {
  if (access("/usr/bin/mpiexec.mpich", X_OK) != 0) GTEST_SKIP() << "needs mpich";
  auto const app = program_of_mpich(scratch_, program_of_sessions);
  if (app.empty()) GTEST_SKIP() << "this MPICH has no sessions";
  StudyDirectory const study(proof_study(app, two_ranks));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0)["witness"]["mpi"]["size"], 2);
  StudyDirectory const of_unknown_size(proof_study(app + ", self", two_ranks));
  EXPECT_EQ(of_unknown_size.run(), 1);
  EXPECT_EQ(of_unknown_size.verdicts(), (Verdicts{{"unproven", 2}}));
}

TEST_F(ProofOfAnotherMpi, AsksForItsEnd) {
  if (access("/usr/bin/mpiexec.mpich", X_OK) != 0) GTEST_SKIP() << "needs mpich";
  StudyDirectory const study(
      proof_study(program_of_mpich(scratch_, program_that_leaves), two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"crash", 2}})) << study.output();
}

/// Two ranks that start two each are two worlds of as many as were asked for.
TEST_F(ProofOfAnotherMpi, CountsTheRanksThatRanksStart) {
  if (access("/usr/bin/mpiexec.mpich", X_OK) != 0) GTEST_SKIP() << "needs mpich";
  ScopedVariable const chosen("ASSAY_MPIEXEC", "/usr/bin/mpiexec.mpich");
  StudyDirectory const study(proof_study(
      "bash, -c, 'env -u PMI_RANK -u PMI_SIZE -u PMI_FD mpiexec.mpich -n 2 \"$0\"', " +
          app_,
      two_ranks));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
  EXPECT_THAT(first_detail(study), HasSubstr("a rank started several ranks of MPI"));
}

TEST_F(ProofOfAnotherMpi, IsStartedByTheLauncherBesideItWhereNoneIsOnPath) {
  if (access("/usr/bin/mpiexec.mpich", X_OK) != 0) GTEST_SKIP() << "needs mpich";
  auto const nothing_built = scratch_ / "workers";
  create_directory(nothing_built);
  copy_file(ASSAY_FAULT_WORKERS "/../kernels.json", nothing_built / "kernels.json");
  ScopedVariable const workers("ASSAY_WORKER_DIR", nothing_built);
  ScopedVariable const path("PATH", nothing_built);
  for (auto const* ranks : {"ranks: 1\n", "ranks: 2\n"}) {
    StudyDirectory const study(proof_study(app_, ranks));
    ASSERT_EQ(study.run(), 0) << study.output();
    EXPECT_THAT(study.output(),
                HasSubstr("no mpiexec on PATH that starts; taking /usr"));
    EXPECT_EQ(study.lines("record").at(0)["requested"]["launcher"], "mpiexec");
  }
}

TEST_F(ProofOfAnotherMpi, IsRefusedBeforeTheStudyWhereTheLauncherWasChosen) {
  ScopedVariable const chosen("ASSAY_MPIEXEC", mpiexec_of_workers());
  StudyDirectory const study(proof_study(app_, two_ranks));
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr(app_ + " is linked with MPICH ("));
  EXPECT_THAT(study.output(), HasSubstr("libmpich.so.12), but "));
  EXPECT_FALSE(std::filesystem::exists(study.results()));
  StudyDirectory const alone(proof_study(app_, "ranks: 1\n"));
  EXPECT_EQ(alone.run(), 0) << alone.output();
}

/// The words of the study stay the same: only what they start does not.
TEST(Proof, OfAnExecutableThatChangesBehindAShell) {
  Scratch const scratch;
  auto const app = (scratch / "app").string();
  std::filesystem::copy_file(WITNESSED_ALONE, app);
  auto const script = "echo >> " + app + ".count; [[ $(wc -l < " + app +
                      ".count) == 1 ]] || echo >> " + app + "; exec " + app;
  StudyDirectory const study(
      proof_study("bash, -c, \"" + script + "\"", "ranks: 1\nlauncher: local\n"));
  EXPECT_EQ(study.run(), 3);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 1}, {"config", 1}})) << study.output();
  EXPECT_EQ(study.lines("record").at(0)["witness"]["executable_sha256"],
            sha256_of_file(WITNESSED_ALONE));
  EXPECT_THAT(study.output(), HasSubstr(app + " changed during the study"));
}

TEST(Proof, LeavesALibraryOfTheStudyInFront) {
  StudyDirectory const study(
      proof_study("bash, -c, 'echo \"loaded $LD_PRELOAD\"'",
                  "ranks: 1\nlauncher: local\nenv: {LD_PRELOAD: libm.so.6}\n"
                  "check: {pattern: \"loaded libm.so.6:.*libassay-witness.so\"}\n"));
  EXPECT_EQ(study.run(), 0) << study.output();
}

}  // namespace
}  // namespace assay
