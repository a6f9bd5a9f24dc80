// SPDX-License-Identifier: Apache-2.0
// Real launches of programs that are not ours: found, gated, read, checked.
#include <gmock/gmock.h>

#include <fstream>

#include "assay_process.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

std::string program_study(std::string const& rest) {
  return "study: s\nscaling: strong\nranks: [1, 2]\nlaunches: 2\nproof: none\n"
         "limits: {timeout: 20s}\n" +
         rest;
}

TEST(Program, IsTimedByTheWallUnlessItSaysOtherwise) {
  StudyDirectory const study(program_study("program: [sleep, 0.2]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const records = study.lines("record");
  ASSERT_EQ(records.size(), 4U);
  for (auto const& record : records) {
    auto const& measurement = record["result"]["measurements"][0];
    EXPECT_EQ(measurement["kernel"], "sleep");
    EXPECT_EQ(measurement["makespan_s"][0], record["wall_s"]);
    EXPECT_GE(record["wall_s"].get<double>(), 0.2);
    EXPECT_EQ(record["requested"]["program"], Json({"sleep", "0.2"}));
  }
}

TEST(Program, IsProbedOncePerGeometry) {
  StudyDirectory const study(
      program_study("program: {a: [sleep, 0], b: [sleep, 0.1]}\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const probes = study.lines("probe");
  ASSERT_EQ(probes.size(), 2U) << "two geometries, two programs";
  for (auto const& probe : probes) EXPECT_EQ(probe["verdict"], "ok");
  for (auto const& record : study.lines("record"))
    EXPECT_EQ(record["result"]["world"]["ranks"], record["requested"]["ranks"]);
}

TEST(Program, IsNotStartedWhereItsProbeFails) {
  StudyDirectory const study(
      program_study("program: [touch, \"{results_dir}/started\"]\n"));
  auto const script = study.path() / "mpiexec";
  std::ofstream(script) << "#!/bin/sh\ncase \"$*\" in *assay-look*) exit 3 ;; esac\n"
                        << "exec '" << mpiexec_of_workers() << "' \"$@\"\n";
  permissions(script, std::filesystem::perms::owner_all);
  ScopedVariable const launcher("ASSAY_MPIEXEC", script);
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_FALSE(std::filesystem::exists(study.results() / "started"));
  for (auto const& record : study.lines("record")) {
    EXPECT_EQ(record["verdict"], "launcher");
    EXPECT_THAT(record["detail"].get<std::string>(), HasSubstr("probe"));
  }
}

TEST(Program, WithoutItsMetricHasNoResult) {
  StudyDirectory const study(program_study(
      "program: [echo, \"loop: fast\"]\n"
      "metrics: {loop: {pattern: \"loop: (.*)\", unit: s}}\ntime: loop\n"));
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"no_result", 4}}));
  EXPECT_EQ(study.lines("record")[0]["detail"], "metric loop: 'fast' is no number");
}

TEST(Program, TakesItsTimeFromAMetric) {
  StudyDirectory const study(
      program_study("program: [sort, ./answer.json, -o, "
                    "\"{attempt_dir}/result.json\"]\n"
                    "metrics: {loop: {json: loop.time, unit: ms}}\ntime: loop\n"
                    "check: {value: hits, equal: true}\n"));
  std::ofstream(study.path() / "answer.json")
      << R"({"loop": {"time": 2.5}, "hits": 7})";
  // All ranks write the same line to the same name; cp would fail where another rank
  // makes the file between its look and its open.
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record")) {
    EXPECT_EQ(record["result"]["measurements"][0]["makespan_s"], Json({0.0025}));
    EXPECT_EQ(record["result"]["measurements"][0]["tallies"], Json({{"hits", "7"}}));
  }
}

TEST(Program, AnAnswerThatDiffersBetweenPointsIsWrong) {
  StudyDirectory const study(
      program_study("program: [echo, \"energy {ranks}.5\"]\n"
                    "metrics: {energy: {pattern: \"energy (.*)\", unit: eV}}\n"
                    "check: {value: energy, within: 1e-6}\n"));
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_EQ(study.verdicts(),
            (std::map<std::string, int>{{"ok", 1}, {"wrong_answer", 3}}))
      << "neither of the two points is right for having come first";
}

TEST(Program, ThatIsNotThereIsSkippedByName) {
  StudyDirectory const study(program_study("program: [no-such-program]\n"));
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("no-such-program is not on PATH"));
}

TEST(Program, ShowsWhatItPrintsWhenAsked) {
  StudyDirectory const study(program_study("program: [echo, hits, \"{ranks}\"]\n"));
  ASSERT_EQ(study.run({"--verbose"}), 0) << study.output();
  EXPECT_THAT(study.output(), HasSubstr("  echo 2x1 launch 1 | hits 2\n"));
}

TEST(Program, ThatFailsAtAPointSaysItsLastLineAndLeavesTheOthers) {
  StudyDirectory const study(
      program_study("program: [bash, -c, '[[ {ranks} == 1 ]] || {{ echo step 1; "
                    "echo zones must evenly divide; exit 1; }}']\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 2}, {"crash", 2}}));
  EXPECT_THAT(study.output(),
              HasSubstr("crash: exit code 1; its last line: zones must evenly divide"));
}

TEST(Program, RunsWhereTheStudySays) {
  auto const yaml = program_study(
      "program: [cat, input]\nworking_directory: files\n"
      "check: {pattern: '^beside$'}\n");
  StudyDirectory const study(yaml);
  create_directory(study.path() / "files");
  std::ofstream(study.path() / "files/input") << "beside\n";
  EXPECT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record"))
    EXPECT_EQ(record["requested"]["working_directory"], "files");
}

TEST(SetUp, RunsOnceBeforeAndCleanUpOnceAfter) {
  StudyDirectory const study(
      program_study("setup: [[mkdir, ./made], [touch, ./made/input]]\n"
                    "program: [cat, ./made/input]\n"
                    "cleanup: [mv, ./made, \"{results_dir}/kept\"]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_TRUE(std::filesystem::exists(study.results() / "kept/input"));
  EXPECT_FALSE(std::filesystem::exists(study.path() / "made"));
  ASSERT_EQ(study.run(), 0) << "a finished study needs neither: " << study.output();
  EXPECT_FALSE(std::filesystem::exists(study.path() / "made"));
}

TEST(SetUp, ThatFailsEndsTheRun) {
  StudyDirectory const study(
      program_study("setup: [ls, /no/such/file]\nprogram: [sleep, 0]\n"));
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("setup failed: ls /no/such/file: exit code 2"));
  EXPECT_TRUE(study.lines("record").empty());
}

}  // namespace
}  // namespace assay
