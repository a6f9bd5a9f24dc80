// SPDX-License-Identifier: Apache-2.0
// Studies that people make of programs of their own, from the file to the numbers of
// the report: grids and sizes that follow the resources, phases, a serial base, and a
// program that fails at a point.
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <utility>

#include "assay_process.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

/// Programs of the shell; each prints the time that it says it took.
std::string own_study(std::string const& rest) {
  return "study: s\nlaunches: 3\nproof: none\nlimits: {timeout: 20s}\n" + rest;
}

/// The rows of the report's curves, by the metric and the cores.
using Rows = std::map<std::pair<std::string, int>, Json>;

Rows rows_of(StudyDirectory const& study) {
  auto const whole = parse_json(study.reported("study.json"));
  Rows rows;
  for (auto const& row : whole.at("curve_rows"))
    rows[{row.at("metric"), row.at("units")}] = row;
  return rows;
}

TEST(OwnPrograms, AGridThatFollowsTheRanksIsOneCurve) {
  StudyDirectory const study(own_study(
      "program: [bash, -c, 'case {parameters.grid} in 1,1,1) echo T 4.0;; 2,1,1) echo "
      "T 2.5;; esac']\nscaling: strong\nranks: [1, 2]\nparameters: {grid: [\"1,1,1\", "
      "\"2,1,1\"]}\nzip: [[ranks, parameters.grid]]\n"
      "metrics: {time: {pattern: \"T (.*)\", unit: ms, which: first}}\ncurves: "
      "[time]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const rows = rows_of(study);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NEAR(rows.at({"time", 2}).at("speedup"), 1.6, 1e-9);
}

TEST(OwnPrograms, ASizeThatFollowsTheThreadsIsWeakScaling) {
  StudyDirectory const study(own_study(
      "program: [bash, -c, 'case {parameters.n} in 512) echo T 2.0;; 724) echo T 2.5;; "
      "esac']\nscaling: weak\nthreads: [1, 2]\nparameters: {n: [512, 724]}\n"
      "zip: [[threads, parameters.n]]\n"
      "metrics: {time: {pattern: \"T (.*)\", unit: ms}}\ncurves: [time]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const rows = rows_of(study);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.at({"time", 2}).at("kind"), "weak");
  EXPECT_NEAR(rows.at({"time", 2}).at("efficiency"), 0.8, 1e-9) << "T(1) / T(2)";
}

TEST(OwnPrograms, EachPhaseThatIsAskedForIsACurve) {
  StudyDirectory const study(own_study(
      "program: [bash, -c, 'echo mesh 0.5; echo assembly $((12 / {ranks})).0; echo "
      "solve $((34 / {ranks})).0']\nscaling: strong\nranks: [1, 2]\nmetrics:\n"
      "  mesh: {pattern: \"mesh (.*)\", unit: ms, which: first}\n"
      "  assembly: {pattern: \"assembly (.*)\", unit: ms, which: first}\n"
      "  solve: {pattern: \"solve (.*)\", unit: ms, which: first}\n"
      "curves: [solve, mesh, assembly]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const rows = rows_of(study);
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_NEAR(rows.at({"solve", 2}).at("speedup"), 2.0, 1e-9);
  EXPECT_NEAR(rows.at({"assembly", 2}).at("speedup"), 2.0, 1e-9);
  EXPECT_NEAR(rows.at({"mesh", 2}).at("speedup"), 1.0, 1e-9);
}

TEST(OwnPrograms, ASerialProgramMayBeTheBase) {
  StudyDirectory const study(own_study(
      "program: {serial: [echo, T, '2.8815'], mpi: [echo, T, '1.0784']}\n"
      "scaling: strong\nranks: [1, 2]\nexclude: [{kernel: serial, ranks: \">1\"}]\n"
      "base: serial\n"
      "metrics: {time: {pattern: \"T (.*)\", unit: ms, which: first}}\ncurves: "
      "[time]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_NEAR(rows_of(study).at({"time", 2}).at("speedup"), 2.672, 1e-3);
  EXPECT_THAT(study.reported("report.md"),
              HasSubstr("strong scaling: base serial on 1 core"));
}

TEST(OwnPrograms, WhyAPointFailsIsInTheReport) {
  StudyDirectory const study(
      own_study("program: [bash, -c, '[[ {ranks} == 1 ]] || {{ echo zones must evenly "
                "divide; exit 1; }}']\nscaling: strong\nranks: [1, 2]\n"));
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_THAT(study.reported("report.md"),
              HasSubstr("its last line: zones must evenly divide"));
}

}  // namespace
}  // namespace assay
