// SPDX-License-Identifier: Apache-2.0
// GPUs of a program under a real mpiexec: the variables that each rank had in the end,
// and what a driver says of its processes. It is one of the tests, with the functions
// of NVIDIA's: no device has to be there.
#include <gmock/gmock.h>

#include "assay_process.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

/// A program of MPI that loads a driver and ends well, whatever it is told.
std::string const on_gpus =
    "program: [" WITNESSED ", gpu]\nenv: {LD_LIBRARY_PATH: " DRIVER_OF_GPUS "}\n";

StudyDirectory study_on_gpus(std::string const& rest) {
  return StudyDirectory("study: s\nscaling: strong\nranks: 2\nlaunches: 1\n" + rest);
}

/// The same program, told by a variable what the driver is to say of it.
StudyDirectory study_where(std::string const& variable, int gpus_per_rank) {
  return study_on_gpus(
      "program: [" WITNESSED ", gpu]\nenv: {LD_LIBRARY_PATH: " DRIVER_OF_GPUS ", " +
      variable + "}\ngpus_per_rank: " + std::to_string(gpus_per_rank) + "\n");
}

std::string only_detail(StudyDirectory const& study) {
  return study.lines("record").at(0).at("detail").get<std::string>();
}

TEST(GpusOfAProgram, AreGivenByTheNumberOnTheNode) {
  auto const study = study_on_gpus(on_gpus + "gpus_per_rank: 2\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const record = study.lines("record").at(0);
  EXPECT_EQ(record.at("witness").at("devices"), Json({"0,1", "2,3"}));
  EXPECT_EQ(record.at("requested").at("gpus_per_rank"), 2);
}

TEST(GpusOfAProgram, AreThoseThatAJobWasGiven) {
  ScopedVariable const given("CUDA_VISIBLE_DEVICES", "GPU-a,GPU-b");
  auto const study = study_on_gpus(on_gpus + "gpus_per_rank: 1\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0).at("witness").at("devices"),
            Json({"GPU-a", "GPU-b"}));
}

TEST(GpusOfAProgram, ThatAreTooFewAreSaid) {
  ScopedVariable const given("CUDA_VISIBLE_DEVICES", "7");
  auto const study = study_on_gpus(on_gpus + "gpus_per_rank: 1\n");
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"config", 1}}));
  EXPECT_THAT(only_detail(study),
              HasSubstr("CUDA_VISIBLE_DEVICES=7 has too few for rank 1 of the node"));
}

// All ranks on one GPU: a script that chooses for itself.
TEST(GpusOfAProgram, ThatTheProgramChoosesForItselfAreSeen) {
  auto const study = study_on_gpus("program: [env, CUDA_VISIBLE_DEVICES=0, " WITNESSED
                                   ", gpu]\ngpus_per_rank: 1\n"
                                   "env: {LD_LIBRARY_PATH: " DRIVER_OF_GPUS "}\n");
  EXPECT_EQ(study.run(), 1);
  EXPECT_THAT(only_detail(study),
              HasSubstr("ranks 0 and 1 of the program share GPU 0"));
}

TEST(GpusOfAProgram, AreThoseThatTheDriverListsItOn) {
  auto const study = study_on_gpus(on_gpus + "gpus_per_rank: 2\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const witness = study.lines("record").at(0).at("witness");
  EXPECT_EQ(witness.at("gpus"),
            parse_json(R"([["GPU-0", "GPU-1"], ["GPU-2", "GPU-3"]])"));
  EXPECT_EQ(witness.at("gpu_driver").at(0), DRIVER_OF_GPUS "/libcuda.so.1");
}

// Every rank may use four, and chooses the first.
TEST(GpusOfAProgram, ThatAllRanksChooseAreSeenByTheDriver) {
  auto const study = study_where("ON_GPUS: \"0\"", 1);
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"device", 1}}));
  EXPECT_EQ(only_detail(study),
            "by the driver ranks 0 and 1 of the program are both on GPU-0");
}

TEST(GpusOfAProgram, ThatItDoesNotUseAreSeenByTheDriver) {
  auto const study = study_where("ON_GPUS: \"5\"", 2);
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(only_detail(study),
            "2 GPUs of each rank asked, by the driver rank 0 of the program is on 1");
}

TEST(GpusOfAProgram, MayBePartsOfOne) {
  auto const study = study_where("ON_GPUS: \"0\", IN_PARTS: yes", 1);
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0).at("witness").at("gpus"),
            Json({{"GPU-0/1/0"}, {"GPU-0/2/0"}}));
}

// In a container the driver knows processes by other numbers.
TEST(GpusOfAProgram, AreProvenByVariablesAloneWhereTheDriverDoesNotKnowIt) {
  auto const study = study_where("OF_ANOTHER_NAMESPACE: yes", 1);
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0).at("witness").at("gpus"),
            Json({Json::array(), Json::array()}));
}

void expect_on_cpus_alone(StudyDirectory const& study) {
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(only_detail(study),
            "rank 0 of the program opened no GPU: it computed on CPUs alone (was it "
            "built for GPUs?)");
}

TEST(GpusOfAProgram, AreNotThoseOfOneWithoutADriver) {
  expect_on_cpus_alone(
      study_on_gpus("program: [" WITNESSED ", barrier]\ngpus_per_rank: 1\n"));
}

// As a library of MPI does for its own use.
TEST(GpusOfAProgram, AreNotThoseOfOneThatOnlyLoadedADriver) {
  expect_on_cpus_alone(study_on_gpus("program: [" WITNESSED
                                     ", driver]\ngpus_per_rank: 1\n"
                                     "env: {LD_LIBRARY_PATH: " DRIVER_OF_GPUS "}\n"));
}

// One without MPI may have left its GPUs when it ends.
TEST(GpusOfAProgram, AreBelievedOfOneWithoutMpiThatLoadedADriver) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nranks: 1\nlaunches: 1\ngpus_per_rank: 1\n"
      "program: [\"{python}\", -c, \"import ctypes; ctypes.CDLL('libcuda.so.1')\"]\n"
      "env: {LD_LIBRARY_PATH: " DRIVER_OF_GPUS "}\n");
  EXPECT_EQ(study.run(), 0) << study.output();
}

}  // namespace
}  // namespace assay
