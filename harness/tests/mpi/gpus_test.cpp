// SPDX-License-Identifier: Apache-2.0
// GPUs of a program under a real mpiexec: the variables that each rank had in the end.
// They are numbers; no device has to be there for them.
#include <gmock/gmock.h>

#include "assay_process.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

/// A program of MPI that ends well whatever it is told.
StudyDirectory study_on_gpus(std::string const& rest) {
  return StudyDirectory("study: s\nscaling: strong\nranks: 2\nlaunches: 1\n" + rest);
}

std::string const witnessed = "program: [" WITNESSED ", barrier]\n";

TEST(GpusOfAProgram, AreGivenByTheNumberOnTheNode) {
  auto const study = study_on_gpus(witnessed + "gpus_per_rank: 2\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const record = study.lines("record").at(0);
  EXPECT_EQ(record.at("witness").at("devices"), Json({"0,1", "2,3"}));
  EXPECT_EQ(record.at("requested").at("gpus_per_rank"), 2);
}

TEST(GpusOfAProgram, AreThoseThatAJobWasGiven) {
  ScopedVariable const given("CUDA_VISIBLE_DEVICES", "GPU-a,GPU-b");
  auto const study = study_on_gpus(witnessed + "gpus_per_rank: 1\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0).at("witness").at("devices"),
            Json({"GPU-a", "GPU-b"}));
}

TEST(GpusOfAProgram, ThatAreTooFewAreSaid) {
  ScopedVariable const given("CUDA_VISIBLE_DEVICES", "7");
  auto const study = study_on_gpus(witnessed + "gpus_per_rank: 1\n");
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"config", 1}}));
  EXPECT_THAT(study.lines("record").at(0).at("detail").get<std::string>(),
              HasSubstr("CUDA_VISIBLE_DEVICES=7 has too few for rank 1 of the node"));
}

// All ranks on one GPU: a script that chooses for itself.
TEST(GpusOfAProgram, ThatTheProgramChoosesForItselfAreSeen) {
  auto const study = study_on_gpus("program: [env, CUDA_VISIBLE_DEVICES=0, " WITNESSED
                                   ", barrier]\ngpus_per_rank: 1\n");
  EXPECT_EQ(study.run(), 1);
  EXPECT_THAT(study.lines("record").at(0).at("detail").get<std::string>(),
              HasSubstr("ranks 0 and 1 of the program share GPU 0"));
}

}  // namespace
}  // namespace assay
