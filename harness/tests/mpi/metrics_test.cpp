// SPDX-License-Identifier: Apache-2.0
// Metrics of real launches: streams, files, ranks that write at the same time.
#include <gmock/gmock.h>

#include "assay_process.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

std::string shell_study(std::string const& script, std::string const& rest) {
  return "study: s\nscaling: strong\nranks: [1, 2]\nlaunches: 2\nproof: none\n"
         "limits: {timeout: 60s}\nprogram: [sh, -c, '" +
         script + "']\n" + rest;
}

Json metrics_of(Json const& record) {
  return record.at("result").at("measurements").at(0).at("metrics");
}

TEST(Metrics, ComeFromEitherStream) {
  StudyDirectory const study(shell_study(
      "echo T 0.01; echo T 0.02 >&2",
      "metrics:\n  a: {pattern: \"T (.*)\", unit: s, from: stderr, which: first}\n"
      "  b: {pattern: \"T (.*)\", unit: s, from: stdout, which: first}\n"
      "  c: {pattern: \"T (.*)\", unit: s, which: max}\ntime: a\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record")) {
    EXPECT_EQ(metrics_of(record)["a"]["value"], 0.02);
    EXPECT_EQ(metrics_of(record)["b"]["value"], 0.01);
    EXPECT_EQ(metrics_of(record)["c"]["value"], 0.02);
  }
}

TEST(Metrics, ComeFromFilesOfTheLaunch) {
  StudyDirectory const study(shell_study(
      "printf \"n;time\\n1;1,5\\n2;0,01\\n\" >table.$$.csv; echo VALID >out.txt",
      "metrics: {t: {csv: time, file: table.*.csv, decimal: \",\", unit: s, which: "
      "min}}\n"
      "curves: [t]\ncheck: {pattern: ^VALID, file: out.txt}\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record"))
    EXPECT_EQ(record["result"]["measurements"][0]["makespan_s"][0], 0.01);
}

TEST(Metrics, AreFoundHoweverMuchIsPrintedAfterThem) {
  StudyDirectory const study(
      shell_study("echo T 0.5; yes nothing of interest | head -c 200000000",
                  "metrics: {t: {pattern: \"T (.*)\", unit: s}}\ntime: t\n"
                  "check: {pattern: ^T}\n"));
  ASSERT_EQ(
      study.run({"-D", "launches=1", "-D", "ranks=[1]", "-D", "limits.timeout=200s"}),
      0)
      << study.output();
  EXPECT_EQ(metrics_of(study.lines("record").at(0))["t"]["value"], 0.5);
}

// Open MPI 5 does not put the pieces of a line together again.
TEST(Metrics, AreNeverAPartOfANumber) {
  StudyDirectory const study(shell_study(
      "for piece in \"T \" 0.0 5 \"\\n\"; do printf \"$piece\"; sleep 0.05; done",
      "metrics: {t: {pattern: \"T ([0-9.]+)\", unit: s}}\ntime: t\n"));
  auto const code = study.run({"-D", "launches=4"});
  EXPECT_LE(code, 1) << study.output();
  int good = 0;
  for (auto const& record : study.lines("record")) {
    if (record["verdict"] == "ok") {
      ++good;
      EXPECT_EQ(metrics_of(record)["t"]["value"], 0.05);
    } else {
      EXPECT_EQ(record["verdict"], "no_result");
    }
  }
  EXPECT_GE(good, 4) << "one rank alone is not disturbed";
}

// Between the pieces of the first rank comes the end of a line of the second.
TEST(Metrics, AreNotCutByTheLineOfAnotherRank) {
  StudyDirectory const study(shell_study(
      "d={attempt_dir}; wait_for() {{ until [ -e $d/$1 ]; do sleep 0.02; done; }}; "
      "if [ ${{PMIX_RANK:-${{PMI_RANK:-0}}}} = 0 ]; then printf \"T 0.1\"; "
      "sleep 0.2; touch $d/first; [ {ranks} = 1 ] || wait_for second; printf "
      "\"5\\n\"; else wait_for first; printf \"\\n\"; sleep 0.2; touch $d/second; fi",
      "metrics: {t: {pattern: \"T ([0-9.]+)\", unit: s}}\ntime: t\n"));
  EXPECT_EQ(study.run(), 1) << study.output();
  for (auto const& record : study.lines("record")) {
    bool const is_alone = record["requested"]["ranks"] == 1;
    EXPECT_EQ(record["verdict"], is_alone ? "ok" : "no_result") << record["detail"];
    if (is_alone) {
      EXPECT_EQ(metrics_of(record)["t"]["value"], 0.15);
    }
  }
  EXPECT_THAT(study.output(), HasSubstr("'0.1' ends its line, and the next one is '5' "
                                        "alone"));
}

TEST(Metrics, OfSeveralLinesAreSaidToBeTheLast) {
  StudyDirectory const study(
      shell_study("echo T 0.03; echo T 0.02; echo T 0.01",
                  "metrics: {t: {pattern: \"T (.*)\", unit: s}}\ntime: t\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_THAT(study.output(),
              HasSubstr("note: several values of t were found, and the last counts"));
  for (auto const& record : study.lines("record"))
    EXPECT_EQ(metrics_of(record)["t"]["matches"],
              3 * record["requested"]["ranks"].get<int>());
}

TEST(Metrics, MayLeadAsRates) {
  StudyDirectory const study(shell_study(
      "echo rate 39.2; echo mesh 0.5",
      "metrics:\n  rate: {pattern: \"rate (.*)\", unit: GFLOP/s, which: first}\n"
      "  mesh: {pattern: \"mesh (.*)\", unit: s, which: first}\n"
      "curves: [rate, mesh]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_THAT(study.output(), HasSubstr("39.2 GFLOP/s"));
  EXPECT_EQ(study.lines("study").at(0)["curves"][0],
            Json({{"metric", "rate"}, {"unit", "GFLOP/s"}, {"kind", "rate"}}));
  EXPECT_EQ(study.lines("study").at(0)["curves"][1]["metric"], "mesh");
  for (auto const& record : study.lines("record")) {
    auto const& measurement = record["result"]["measurements"][0];
    EXPECT_EQ(measurement["makespan_s"][0], record["wall_s"]);
    EXPECT_EQ(measurement["leads"], "rate");
    EXPECT_EQ(measurement["metrics"]["mesh"]["resolution"], 0.1);
  }
}

TEST(Metrics, ComeFromTheWitness) {
  StudyDirectory const study(
      std::string("study: s\nscaling: strong\nranks: 2\nlaunches: 1\nprogram: [") +
      WITNESSED +
      ", barrier]\nmetrics: {all: {witness: peak_memory, unit: MiB, which: sum}, most: "
      "{witness: "
      "peak_memory, unit: MiB}, mpi: {witness: mpi_time}, cpus: {witness: cpus_used}}\n"
      "curves: [mpi, most]\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const metrics = metrics_of(study.lines("record").at(0));
  EXPECT_GT(metrics["most"]["value"].get<double>(), 1);
  EXPECT_GT(metrics["all"]["value"], metrics["most"]["value"]);
  EXPECT_GT(metrics["mpi"]["value"].get<double>(), 0);
  EXPECT_GT(metrics["cpus"]["value"].get<double>(), 0);
  EXPECT_EQ(metrics["most"]["kind"], "size");
}

}  // namespace
}  // namespace assay
