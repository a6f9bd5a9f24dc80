// SPDX-License-Identifier: Apache-2.0
// The metrics of a program: where they come from, which of several counts, in which
// unit.
#include <gmock/gmock.h>

#include "judge/metric_values.hpp"
#include "judged_program.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

class JudgeMetrics : public testing::Test {
 protected:
  JudgeMetrics() {
    metric().name = "t";
    use("T (\\S+)", "s");
    program_.readings.curves = {"t"};
    evidence_.nonce = "n";
    evidence_.process.ending = Ending::exited;
    evidence_.process.wall_s = 1000;
  }

  Metric& metric() { return program_.readings.metrics.front(); }

  void use(std::string const& pattern, std::string const& unit) {
    metric().source = Metric::Source::pattern;
    metric().text = pattern;
    metric().unit = unit;
  }

  Judgement judged(std::string const& output) {
    return test::judged_program(program_, evidence_, output);
  }

  Json measurement(std::string const& output) {
    auto const judgement = judged(output);
    EXPECT_EQ(judgement.verdict.of, VerdictClass::ok) << judgement.verdict.detail;
    return judgement.result ? judgement.result->whole.at("measurements").at(0) : Json();
  }

  double value(std::string const& output) {
    return measurement(output).at("metrics").at("t").at("value");
  }

  std::string fault(std::string const& output) {
    auto const verdict = judged(output).verdict;
    EXPECT_EQ(to_string(verdict.of), "no_result");
    return verdict.detail;
  }

  Program program_{.name = "app", .argv = {"app"}, .readings = {.metrics = {{}}}};
  Evidence evidence_;
};

TEST_F(JudgeMetrics, OfSeveralLinesTheOneCountsThatTheStudySays) {
  std::string const lines = "T 4\nT 3.0\nT 1\nT 2.00\n";
  std::map<Which, double> const expected{{Which::first, 4},   {Which::last, 2},
                                         {Which::sum, 10},    {Which::maximum, 4},
                                         {Which::minimum, 1}, {Which::all, 2.5}};
  for (auto const& [which, right] : expected) {
    metric().which = which;
    EXPECT_EQ(value(lines), right) << static_cast<int>(which);
    EXPECT_EQ(judged(lines).verdict.detail, "");
  }
  EXPECT_EQ(measurement(lines).at("metrics").at("t").at("values"),
            Json({4.0, 3.0, 1.0, 2.0}));
  metric().warm_up = 1;
  EXPECT_EQ(value(lines), 2);
  EXPECT_EQ(measurement(lines).at("makespan_s"), Json({2.0}));
  metric().warm_up = 4;
  EXPECT_EQ(fault(lines), "metric t: it has 4 values, and the first 4 are warm-up");
}

TEST_F(JudgeMetrics, WithoutAWordTheLastCountsAndThatIsSaid) {
  auto const judgement = judged("T n/a\nT 3\nT 2\n");
  EXPECT_EQ(judgement.verdict.detail,
            "several values of t were found, and the last counts. Say 'which: last' "
            "where that is meant");
  auto const metrics = judgement.result->whole.at("measurements").at(0).at("metrics");
  EXPECT_EQ(metrics.at("t").at("value"), 2);
  EXPECT_EQ(metrics.at("t").at("matches"), 3);
  EXPECT_EQ(judged("T 3\n").verdict.detail, "");
}

TEST_F(JudgeMetrics, ALineMayHoldAList) {
  use("TIMES = (.+)", "ms");
  EXPECT_EQ(fault("TIMES = 1562 1657 2133\n"),
            "metric t: '1562 1657 2133' are 3 numbers. Say 'which: first', last, sum, "
            "max, min or all");
  metric().which = Which::all;
  EXPECT_EQ(value("TIMES = 1562 1657 2133\n"), 1657);
  metric().which = Which::first;
  EXPECT_EQ(value("TIMES = 1562, 1657, 2133\n"), 1562);
  EXPECT_EQ(fault("TIMES = 1562 x\n"), "metric t: '1562 x' is no number");
}

TEST_F(JudgeMetrics, MoreLinesThanAreKeptGiveAFirstAndALast) {
  std::string lines;
  for (int i = 0; i < 10'010; ++i) lines += "T " + std::to_string(i % 999) + "\n";
  metric().which = Which::last;
  EXPECT_EQ(value(lines), 10'009 % 999);
  metric().which = Which::sum;
  EXPECT_THAT(fault(lines), HasSubstr("10010 lines match, and at most 10000 can"));
}

TEST_F(JudgeMetrics, FormsOfNumbersAreRead) {
  EXPECT_EQ(value("T 1.5D+02\n"), 150);
  EXPECT_EQ(value("T 00:01:02.5\n"), 62.5);
  EXPECT_DOUBLE_EQ(measurement("T 00:01:02.5\n").at("resolution_s"), 0.1);
  EXPECT_EQ(value("T \033[1m1.25\033[0m\n"), 1.25);
  metric().decimal = ',';
  EXPECT_EQ(value("T 1,25\n"), 1.25);
  metric().decimal.reset();
  EXPECT_THAT(fault("T 1,25\n"), HasSubstr("\"decimal: ','\""));
  use("T (\\S+)", "ms");
  EXPECT_EQ(value("T 0:02\n"), 2000);
  use("T (\\S+)", "MB");
  program_.readings.curves = {"wall"};
  EXPECT_THAT(fault("T 0:02\n"), HasSubstr("is a time, and 'MB' no unit of time"));
}

TEST_F(JudgeMetrics, ANumberCutOutOfALongerOneIsRefused) {
  use("T ([0-9.]+)", "s");
  EXPECT_EQ(fault("T 1,25 s\n"),
            "metric t: '1' is a part of the number in 'T 1,25 s'. "
            "Take all of it into the group");
  use("T .*([0-9.]+)", "s");
  EXPECT_THAT(fault("T took 1.25\n"), HasSubstr("'5' is a part of the number"));
  use("([0-9.]+) s", "s");
  EXPECT_THAT(fault("T 1e-05 s\n"), HasSubstr("'05' is a part of the number"));
}

// What two ranks wrote in pieces: "T ", "1.2", "5" and the end of the line.
TEST_F(JudgeMetrics, MixedLinesOfRanksAreNoNumber) {
  use("T ([0-9.]+)", "s");
  for (auto const* mixed : {"T 1.2T 1.25\n5\n", "T 1.25T 1.2\n5\n",
                            "T T 1.21.255\n\n5\n", "T 1.2T 5\n1.25\n"}) {
    EXPECT_THAT(fault(mixed), HasSubstr("metric t: ")) << mixed;
    use("T (\\S+)", "s");
    EXPECT_THAT(fault(mixed), HasSubstr("metric t: ")) << mixed;
  }
}

// "T ", "1.2" and "5" of one rank, and the empty line of another between them.
TEST_F(JudgeMetrics, ANumberIsNotCutByTheNewlineOfAnotherRank) {
  use("T ([0-9.]+)", "s");
  evidence_.requested.ranks = 2;
  EXPECT_EQ(
      fault("T 1.2\n5\n"),
      "metric t: '1.2' ends its line, and the next one is '5' alone, as where the "
      "newline of another rank cuts a number. Let one rank print, and in one piece");
  EXPECT_EQ(value("T 1.2\n\n5\n"), 1.2);
  EXPECT_EQ(value("T 1.2 s\n5\n"), 1.2) << "the number does not end its line";
  EXPECT_EQ(value("T 1.2\n5 steps\n"), 1.2);
  evidence_.requested.ranks = 1;
  EXPECT_EQ(value("T 1.2\n5\n"), 1.2) << "nobody else writes";
  use("^([0-9.]+)$", "s");
  evidence_.requested.ranks = 2;
  EXPECT_EQ(value("1.2\n5\n"), 5) << "a column of numbers";
}

TEST_F(JudgeMetrics, LettersBehindANumberAreItsUnitOrRefused) {
  use("T ([0-9.]+)", "s");
  EXPECT_EQ(value("T 12s\n"), 12);
  EXPECT_EQ(value("T 12sec.\n"), 12);
  EXPECT_THAT(fault("T 12min\n"), HasSubstr("Write 'unit: min'"));
  EXPECT_THAT(fault("T 12x\n"), HasSubstr("'x' stands right behind the number"));
  program_.readings.curves = {"wall"};
  use("T ([0-9.]+)", "GB/s");
  EXPECT_EQ(value("T 12GB/s,\n"), 12);
  EXPECT_EQ(value("T 12 GB/s per rank\n"), 12);
  EXPECT_THAT(fault("T 12 MB/s\n"), HasSubstr("says 'MB/s' after the number, the study "
                                              "'GB/s'. Write 'unit: MB/s'"));
}

TEST_F(JudgeMetrics, AUnitThatIsCapturedIsConverted) {
  use("T (\\S+) ?(?P<unit>\\S+)", "s");
  EXPECT_DOUBLE_EQ(value("T 12 ms\n"), 0.012);
  EXPECT_DOUBLE_EQ(measurement("T 12 ms\n").at("resolution_s"), 1e-3);
  EXPECT_DOUBLE_EQ(value("T 1.2 s\n"), 1.2);
  EXPECT_DOUBLE_EQ(value("T 2 min\n"), 120);
  EXPECT_THAT(fault("T 2 parsecs\n"),
              HasSubstr("gives it in 'parsecs', which is no multiple of 's'"));
  use("T ([0-9.]+)(?P<unit>[a-zA-Z/]+)", "GFLOP/s");
  EXPECT_DOUBLE_EQ(value("T 1.5TFLOP/s\n"), 1500);
}

TEST_F(JudgeMetrics, ARateLeadsAsItself) {
  use("rating of=(\\S+)", "GFLOP/s");
  auto const found = measurement("GFLOP/s rating of=39.2\n");
  EXPECT_EQ(found.at("makespan_s"), Json({1000.0})) << "the wall time";
  EXPECT_EQ(found.at("leads"), "t");
  EXPECT_FALSE(found.contains("resolution_s")) << "of the wall time";
  EXPECT_EQ(found.at("metrics").at("t").at("kind"), "rate");
  EXPECT_DOUBLE_EQ(found.at("metrics").at("t").at("resolution"), 0.1);
  EXPECT_EQ(judged("rating of=39.2\n").result->measurements.at(0).rate->unit,
            "GFLOP/s");
  EXPECT_EQ(fault("rating of=0\n"), "its rate is 0 GFLOP/s");
}

TEST_F(JudgeMetrics, AFileIsReadByPattern) {
  metric().from.file = "out*.txt";
  EXPECT_EQ(fault("T 1\n"), "it left no file 'out*.txt' in its directory");
  evidence_.files["out*.txt"] = {{"out1.txt", "T 2\n"}, {"out2.txt", "T 3\r\n"}};
  EXPECT_EQ(value("T 1\n"), 3);
  metric().which = Which::sum;
  EXPECT_EQ(value(""), 5);
  evidence_.files["out*.txt"].push_back({"out3.txt", std::nullopt});
  EXPECT_EQ(fault(""), "its file 'out3.txt' is no regular one, or too large to read");
}

TEST_F(JudgeMetrics, TheCheckMayBeOfAFile) {
  program_.readings.check.pattern = "VALID$";
  program_.readings.check.from.file = "out.txt";
  evidence_.files["out.txt"] = {{"out.txt", "result is VALID\n"}};
  EXPECT_EQ(judged("T 1\n").verdict.of, VerdictClass::ok);
  evidence_.files["out.txt"] = {{"out.txt", "result is INVALID.\n"}};
  EXPECT_EQ(judged("T 1\nVALID\n").verdict.of, VerdictClass::wrong_answer);
}

TEST_F(JudgeMetrics, AFileIsReadAsJson) {
  metric() = {"t", Metric::Source::json, "runs.1.time", "s", {{}, "a.json"}};
  evidence_.files["a.json"] = {{"a.json", R"({"runs": [{"time": 1}, {"time": 2.5}]})"}};
  EXPECT_EQ(value(""), 2.5);
  metric().text = "runs.2.time";
  EXPECT_EQ(fault(""), "'a.json' has no key 'runs.2.time'");
  evidence_.files["a.json"] = {{"a.json", R"({"runs": [4, 2, 3]})"}};
  metric().text = "runs";
  metric().which = Which::minimum;
  EXPECT_EQ(value(""), 2);
  evidence_.files["a.json"] = {{"a.json", "{"}};
  EXPECT_EQ(fault(""), "metric t: 'a.json' is not complete JSON");
}

TEST_F(JudgeMetrics, AFileIsReadAsATable) {
  metric() = {"t", Metric::Source::csv, "time", "s", {{}, "a.csv"}};
  evidence_.files["a.csv"] = {{"a.csv", "step,time\n1,2.5\n2,3.50\n"}};
  EXPECT_EQ(value(""), 3.5);
  EXPECT_DOUBLE_EQ(measurement("").at("resolution_s"), 0.01);
  metric().which = Which::sum;
  EXPECT_EQ(value(""), 6);
  metric().text = "times";
  EXPECT_EQ(fault(""), "metric t: 'a.csv' has no column 'times'");
}

TEST_F(JudgeMetrics, TheWitnessSawMemoryMpiAndCpus) {
  Witnessed seen;
  for (int rank = 0; rank < 2; ++rank) {
    WitnessedProcess process{.host = "a", .top = std::to_string(rank)};
    process.launcher_rank = 0;
    process.threads.push_back({{0}, 1.0});
    process.cpu_s = 2 + rank;
    process.children_cpu_s = 1;
    process.lifetime_s = 2;
    process.mpi_s = 0.5 + rank;
    process.peak_memory_bytes = (1 + rank) * 1048576.0;
    seen.processes.push_back(process);
  }
  evidence_.requested.ranks = 2;
  metric() = {"t", Metric::Source::witness, "peak_memory", "MiB", {}, Which::maximum};
  Readings const& readings = program_.readings;
  auto const of_metric = [&] {
    evidence_.witnessed = seen;
    return value_of_metric(readings, 0, evidence_, {}).number.value;
  };
  EXPECT_DOUBLE_EQ(of_metric(), 2);
  metric().which = Which::sum;
  EXPECT_DOUBLE_EQ(of_metric(), 3);
  metric().unit = "B";
  EXPECT_DOUBLE_EQ(of_metric(), 3 * 1048576.0);
  metric().text = "mpi_time";
  metric().unit = "ms";
  EXPECT_DOUBLE_EQ(of_metric(), 2000);
  metric().text = "cpus_used";
  EXPECT_DOUBLE_EQ(of_metric(), 3.5);
  seen = {};
  EXPECT_THROW(of_metric(), NoAnswer);
}

TEST_F(JudgeMetrics, TheEnergyIsThatOfEachNodeOnce) {
  Witnessed seen;
  for (int rank = 0; rank < 4; ++rank) {
    WitnessedProcess process{.host = rank < 2 ? "a" : "b", .top = std::to_string(rank)};
    process.launcher_rank = rank;
    process.energy_j = 100 + rank;
    seen.processes.push_back(process);
  }
  metric() = {"t", Metric::Source::witness, "energy", "kJ", {}, Which::sum};
  evidence_.witnessed = seen;
  auto const value = [&] {
    return value_of_metric(program_.readings, 0, evidence_, {}).number.value;
  };
  EXPECT_DOUBLE_EQ(value(), 0.204) << "101 of a, 103 of b";
  evidence_.witnessed->processes[2].energy_fault = "energy_uj cannot be read";
  try {
    value();
    ADD_FAILURE() << "an energy of one node alone";
  } catch (NoAnswer const& answer) {
    EXPECT_THAT(answer.what(), HasSubstr("on b, energy_uj cannot be read"));
  }
}

}  // namespace
}  // namespace assay
