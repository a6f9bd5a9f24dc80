// SPDX-License-Identifier: Apache-2.0
// Studies that people make of programs of their own, from the file to the numbers of
// the report: grids, sizes and input files that follow the resources, rates, phases,
// memory, a serial base, and a program that fails at a point.
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <utility>

#include "assay_process.hpp"
#include "scratch.hpp"

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

/// It runs as long on any number of ranks, and says how much it did meanwhile.
TEST(OwnPrograms, ARateHasSpeedupAndEfficiency) {
  StudyDirectory const study(own_study(
      "program: [bash, -c, 'sleep 0.1; echo GFLOP/s rating of=$((392 * (9 + {ranks}) / "
      "10))']\nscaling: strong\nranks: [1, 2]\nmetrics:\n"
      "  rate: {pattern: \"GFLOP/s rating of=(.*)\", unit: GFLOP/s, which: first}\n"
      "curves: [rate]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const rows = rows_of(study);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NEAR(rows.at({"rate", 1}).at("value"), 392, 1e-9);
  EXPECT_NEAR(rows.at({"rate", 2}).at("speedup"), 431. / 392, 1e-9);
  EXPECT_NEAR(rows.at({"rate", 2}).at("efficiency"), 431. / 784, 1e-9);
}

/// It reads and writes files of fixed names where it runs.
TEST(OwnPrograms, AnInputFileIsWrittenForEachLaunchAndItsOutputRead) {
  StudyDirectory const study(
      own_study("program: [./app.sh]\nscaling: strong\nranks: [1, 2]\n"
                "derive: {p: \"factor2(ranks)[1]\", q: \"factor2(ranks)[0]\"}\n"
                "files: {input.dat: {template: input.dat.in}}\n"
                "metrics: {time: {file: out.dat, pattern: \"time (.*)\", unit: ms}}\n"
                "curves: [time]\n"));
  put(study.path() / "input.dat.in", "{p} {q}\n");
  put_command(study.path() / "app.sh",
              "[ ${PMIX_RANK:-${PMI_RANK:-0}} = 0 ] || exit 0\n"
              "[ -e out.dat ] && exit 5\nread p q <input.dat\n"
              "echo time $((8 / p / q)).5 >out.dat\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_NEAR(rows_of(study).at({"time", 2}).at("speedup"), 8.5 / 4.5, 1e-9);
  EXPECT_FALSE(exists(study.path() / "out.dat"));
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

int count_of(std::string const& words, std::string const& text) {
  int count = 0;
  for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1))
    ++count;
  return count;
}

TEST(OwnPrograms, PeakMemoryIsAColumnAndACurve) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 2\nranks: [1, 2]\nlimits: {timeout: 30s}\n"
      "program: [" WITNESSED
      ", barrier]\nmetrics:\n  time: wall\n"
      "  most: {witness: peak_memory, unit: MiB}\n"
      "  all: {witness: peak_memory, unit: MiB, which: sum}\n"
      "curves: [time, most, all]\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const rows = rows_of(study);
  double const most = rows.at({"most", 2}).at("value");
  EXPECT_GT(most, 1);
  EXPECT_NEAR(rows.at({"all", 2}).at("value"), 2 * most, most / 2);
  EXPECT_EQ(rows.at({"all", 1}).at("value"), rows.at({"most", 1}).at("value"));
  EXPECT_THAT(study.reported("report.md"),
              HasSubstr("| Memory (GB) | Memory of a rank (GB) |"));
  auto const launches = study.reported("launch_metrics.csv");
  EXPECT_EQ(count_of(",most,size,MiB,", launches), 4) << launches;
  EXPECT_EQ(count_of(",all,size,MiB,", launches), 4) << launches;
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
