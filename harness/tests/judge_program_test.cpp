// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <memory>

#include "judged_program.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

class JudgeProgram : public testing::Test {
 protected:
  JudgeProgram() {
    program_.name = "app";
    program_.argv = {"app"};
    program_.readings.metrics = {
        {"loop", Metric::Source::pattern, "loop: ([0-9.eE+-]+)", "ms"},
        {"energy", Metric::Source::json, "total.energy", "eV"}};
    program_.readings.curves = {"loop"};
    evidence_.nonce = "n";
    evidence_.process.ending = Ending::exited;
    evidence_.process.wall_s = 2;
    evidence_.process.output_tail = "loop: 1\r\nloop: 1500\r\nDone\r\n";
    evidence_.program_result =
        R"({"total": {"energy": 2.5, "hits": 785, "name": "a"}})";
  }

  Judgement judged() {
    return test::judged_program(program_, evidence_, evidence_.process.output_tail);
  }

  void expect(VerdictClass of, std::string const& detail) {
    auto const verdict = judged().verdict;
    EXPECT_EQ(to_string(verdict.of), to_string(of)) << verdict.detail;
    EXPECT_THAT(verdict.detail, HasSubstr(detail));
  }

  Program program_;
  Evidence evidence_;
};

TEST_F(JudgeProgram, GivesAMeasurementInTheFormOfAWorker) {
  auto const judgement = judged();
  ASSERT_EQ(judgement.verdict.of, VerdictClass::ok) << judgement.verdict.detail;
  auto const& measurement = judgement.result->whole.at("measurements").at(0);
  EXPECT_EQ(measurement.at("makespan_s"), Json({1.5})) << "the last match, in seconds";
  EXPECT_EQ(measurement.at("metrics").at("energy"),
            Json({{"value", 2.5}, {"unit", "eV"}}));
  EXPECT_EQ(measurement.at("metrics").at("loop"), Json({{"value", 1500.0},
                                                        {"unit", "ms"},
                                                        {"kind", "time"},
                                                        {"resolution", 1.0},
                                                        {"matches", 2}}));
  EXPECT_EQ(measurement.at("kernel"), "app");
  EXPECT_EQ(judgement.result->whole.at("world"), test::good_probe().at("world"));
}

TEST_F(JudgeProgram, TakesTheWallTimeWhereNothingElseIsAsked) {
  program_.readings = {};
  evidence_.program_result.reset();
  EXPECT_EQ(judged().result->whole.at("measurements").at(0).at("makespan_s"),
            Json({2.0}));
}

TEST_F(JudgeProgram, SaysHowFinelyTheProgramPrintedItsTime) {
  auto const resolution_s = [&](std::string const& printed) {
    evidence_.process.output_tail = "loop: " + printed + "\n";
    return judged().result->whole.at("measurements").at(0).value("resolution_s", 0.0);
  };
  EXPECT_DOUBLE_EQ(resolution_s("1500"), 1e-3);
  EXPECT_DOUBLE_EQ(resolution_s("13.00 ms"), 1e-5);
  EXPECT_DOUBLE_EQ(resolution_s("1.2e+3"), 0.1);
  EXPECT_DOUBLE_EQ(resolution_s("+.25E-02"), 1e-7);
  program_.readings.metrics[0] = {"loop", Metric::Source::json, "total.loop", "s"};
  evidence_.program_result = R"({"total": {"loop": 0.013, "energy": 1}})";
  EXPECT_DOUBLE_EQ(resolution_s(""), 1e-3);
  evidence_.program_result = R"({"total": {"loop": 1, "energy": 1}})";
  EXPECT_DOUBLE_EQ(resolution_s(""), 1);
}

TEST_F(JudgeProgram, AWallTimeHasNoDigitsOfTheProgram) {
  for (auto const* time : {"wall", "whole"}) {
    program_.readings.metrics.push_back({"whole", Metric::Source::wall, "", "s"});
    program_.readings.curves = {time};
    auto const result = judged().result->whole;
    EXPECT_FALSE(result.at("measurements").at(0).contains("resolution_s")) << time;
  }
}

TEST_F(JudgeProgram, NamesTheMetricThatIsMissing) {
  evidence_.process.output_tail = "loop: .\n";
  expect(VerdictClass::no_result, "metric loop: '.' is no number");
  evidence_.process.output_tail = "";
  expect(VerdictClass::no_result, "metric loop: no line matches");
  evidence_.process.output_tail = std::string(70'000, '.') + " loop: 15\n";
  expect(VerdictClass::no_result, "the first 64 KiB are searched, and one is longer");
}

TEST_F(JudgeProgram, NamesWhatTheResultLacks) {
  evidence_.program_result = R"({"total": {"energy": "high"}})";
  expect(VerdictClass::no_result, "'total.energy' in its result is no number");
  evidence_.program_result = R"({"total": 1})";
  expect(VerdictClass::no_result, "its result has no key 'total.energy'");
  evidence_.program_result = "{";
  expect(VerdictClass::no_result, "not complete JSON");
  evidence_.program_result.reset();
  expect(VerdictClass::no_result, "wrote nothing to $ASSAY_RESULT");
}

TEST_F(JudgeProgram, ATimeIsAboveZero) {
  evidence_.process.output_tail = "loop: 0\n";
  expect(VerdictClass::no_result, "its time is 0 ms");
}

TEST_F(JudgeProgram, NoTimeIsBelowZero) {
  program_.readings.metrics.push_back(
      {"transpose", Metric::Source::pattern, "transpose: (.*)", "s"});
  evidence_.process.output_tail = "loop: 15\ntranspose: -1\n";
  expect(VerdictClass::no_result, "metric transpose: -1 s is no time");
  evidence_.process.output_tail = "loop: 15\ntranspose: 0.0\n";
  expect(VerdictClass::ok, "");
}

TEST_F(JudgeProgram, ATimeIsNoLongerThanItsLaunch) {
  evidence_.process.output_tail = "loop: 2500\n";
  expect(
      VerdictClass::no_result,
      "it says that 'loop' is 2.5 s, and the whole launch took 2 s: look at the unit");
  evidence_.process.output_tail = "loop: 2010\n";
  expect(VerdictClass::ok, "");
}

TEST_F(JudgeProgram, TheUnitBehindANumberIsThatOfTheStudy) {
  for (std::string const right :
       {"ms", "msec per step", "milliseconds", "[ms]", "steps", "min 12 max 18"}) {
    evidence_.process.output_tail = "loop: 15 " + right + "\n";
    expect(VerdictClass::ok, "");
  }
  evidence_.process.output_tail = "loop: 1.5 s\n";
  expect(VerdictClass::no_result,
         "metric loop: the program says 's' after the number, the study 'ms'. Write "
         "'unit: "
         "s'");
  for (std::string const other : {"min", "min.", "h (12 h)"}) {
    evidence_.process.output_tail = "loop: 15 " + other + "\n";
    expect(VerdictClass::no_result,
           "Write 'unit: " + other.substr(0, other[0] == 'h' ? 1 : 3));
  }
  evidence_.process.output_tail = "loop: 15us,";
  expect(VerdictClass::no_result, "the program says 'us'");
}

TEST_F(JudgeProgram, AValueIsWhatTheStudyExpects) {
  auto& check = program_.readings.check;
  check.value = "total.hits";
  for (auto const* right : {"785", "785.0", "7.85e2"}) {
    check.expected = {{std::nullopt, right}};
    expect(VerdictClass::ok, "");
  }
  evidence_.program_result = R"({"total": {"hits": 9007199254740993, "energy": 1}})";
  check.expected = {{std::nullopt, "9007199254740992"}};
  expect(VerdictClass::wrong_answer, "expects 9007199254740992");
  evidence_.program_result = R"({"total": {"hits": true, "energy": 1}})";
  check.expected = {{std::nullopt, "true"}};
  expect(VerdictClass::ok, "");
  evidence_.program_result = R"({"total": {"energy": 2.5, "hits": 785, "name": "a"}})";
  check.expected = {{std::nullopt, "786"}};
  expect(VerdictClass::wrong_answer, "total.hits is 785 where the study expects 786");
  evidence_.requested.seed = 5;
  check.expected = {{std::nullopt, "78{seed}"}};
  expect(VerdictClass::ok, "");
  evidence_.requested.seed = 6;
  expect(VerdictClass::wrong_answer, "where the study expects 786");
  check.expected = {{1, "785"}, {2, "1570"}};
  expect(VerdictClass::ok, "");
  check.expected = {{1, "7"}};
  expect(VerdictClass::wrong_answer, "expects 7");
  check.expected = {{2, "7"}};
  expect(VerdictClass::ok, "");
  check.value = "total.name";
  check.expected = {{std::nullopt, "b"}};
  expect(VerdictClass::wrong_answer, "total.name is \"a\" where the study expects b");
}

TEST_F(JudgeProgram, AnExpectedValueMayDifferByTheTolerance) {
  auto& check = program_.readings.check;
  check.value = "energy";
  check.within = 1e-3;
  check.expected = {{std::nullopt, "2.5024"}};
  expect(VerdictClass::ok, "");
  check.expected = {{std::nullopt, "2.51"}};
  expect(VerdictClass::wrong_answer, "energy is 2.5 where the study expects 2.51");
  check.within = 1;
  check.expected = {{std::nullopt, "1_000_001"}};
  expect(VerdictClass::ok, "");
}

TEST_F(JudgeProgram, AnExpectedLineMustBeThere) {
  program_.readings.check.pattern = "^Done$";
  expect(VerdictClass::ok, "");
  program_.readings.check.pattern = "^Converged$";
  expect(VerdictClass::wrong_answer, "no line of its output matches '^Converged$'");
}

TEST_F(JudgeProgram, AnEqualValueIsATally) {
  program_.readings.check.value = "total.hits";
  EXPECT_EQ(judged().result->whole.at("measurements").at(0).at("tallies"),
            Json({{"total.hits", "785"}}));
  program_.readings.check.value = "total.name";
  EXPECT_EQ(judged().result->measurements.at(0).tallies, R"({"total.name":"a"})");
}

TEST_F(JudgeProgram, AnIntegralMetricIsATallyWithoutFraction) {
  program_.readings.check.value = "loop";
  EXPECT_EQ(judged().result->whole.at("measurements").at(0).at("tallies"),
            Json({{"loop", "1500"}}));
}

TEST_F(JudgeProgram, AValueThatMayDifferKeepsItsTolerance) {
  program_.readings.check.value = "energy";
  program_.readings.check.within = 1e-3;
  auto const checked = judged().result->measurements.at(0).checked;
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->name, "energy");
  EXPECT_EQ(checked->value, 2.5);
  EXPECT_EQ(checked->within, 1e-3);
}

TEST_F(JudgeProgram, ExecutesWhatEarlierLaunchesDid) {
  Witnessed seen;
  seen.processes.push_back({.host = "a", .top = "1", .executable = "/opt/app"});
  seen.processes.front().threads.push_back(
      {std::make_shared<WitnessedCpus>(WitnessedCpus{{0}, "0"}), 1.0});
  evidence_.witnessed = seen;
  evidence_.process.output_tail = "loop: 1500\n";
  evidence_.executable = {"1234567890", "1234567890"};
  expect(VerdictClass::ok, "");
  evidence_.executable = {"", "1234567890"};
  expect(VerdictClass::ok, "");
  evidence_.executable = {"1234567890", "abcdefgh90"};
  expect(VerdictClass::config,
         "/opt/app is not what earlier launches executed (SHA-256 12345678, now "
         "abcdefgh)");
}

TEST_F(JudgeProgram, SaysWhatTheAnswerWasHeldAgainst) {
  auto const checks = [&] {
    return judged().result->whole.at("measurements").at(0).at("checks");
  };
  EXPECT_EQ(checks(), Json::array());
  auto& check = program_.readings.check;
  check.pattern = "Done";
  check.value = "total.hits";
  check.expected = {{1, "785"}};
  EXPECT_EQ(checks(), Json({"pattern", "value", "expected"}));
  check.expected = {{2, "1570"}};
  EXPECT_EQ(checks(), Json({"pattern", "value"}));
}

TEST_F(JudgeProgram, AnEstimateIsJudgedAsThatOfAKernel) {
  program_.readings.check.estimate = "pi";
  evidence_.program_result =
      R"({"total": {"energy": 1},
          "pi": {"value": 3.2, "reference": 3.14, "standard_error": 0.01}})";
  expect(VerdictClass::wrong_answer, "6.0 standard errors");
  evidence_.program_result = R"({"total": {"energy": 1}, "pi": {"value": 3.2}})";
  expect(VerdictClass::no_result, "has no 'reference'");
}

TEST_F(JudgeProgram, AFailedProgramHasTheClassOfItsEnd) {
  evidence_.process.exit_code = 3;
  evidence_.process.output_tail = "step 1\nzones must evenly divide\n";
  expect(VerdictClass::crash, "exit code 3; its last line: zones must evenly divide");
  evidence_.process.output_tail = "";
  expect(VerdictClass::crash, "exit code 3");
  evidence_.process.exit_code = exit_unavailable;
  evidence_.process.output_tail =
      "unavailable: dask is not installed\n----\nmpiexec: noise\n";
  expect(VerdictClass::config, "unavailable: dask is not installed");
  evidence_.process.ending = Ending::timed_out;
  expect(VerdictClass::hang, "");
}

}  // namespace
}  // namespace assay
