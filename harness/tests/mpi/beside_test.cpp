// SPDX-License-Identifier: Apache-2.0
// What others measured, beside what is measured here: from the file to the journal.
#include <gmock/gmock.h>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto measured_study = R"(study: s
program: [sh, -c, 'sleep 0.5; echo "took 0.4 s"']
scaling: strong
threads: 1
proof: none
metrics: {took: {pattern: 'took (\S+)', unit: s}}
time: took
launches: 2
)";

constexpr auto rows_of_others = R"(base: {import: serial.csv, time: wall, on_cores: 1}
beside: {import: old.csv, name: old}
)";

void put_files(std::filesystem::path const& directory) {
  put(directory / "serial.csv", "app,wall\na,800 ms\n");
  put(directory / "old.csv", "ranks,seconds\n1,3.0\n2,1.6\n");
}

ProcessResult told_by(Argv words, std::filesystem::path const& directory) {
  words.insert(words.begin(), ASSAY_PROGRAM);
  return run_process({std::move(words), own_environment(), directory, ""},
                     {.timeout_s = 120, .tail_bytes = 1 << 20});
}

TEST(Beside, AMeasuredStudyStandsOnABaseOfOthers) {
  StudyDirectory const directory(std::string(measured_study) + rows_of_others);
  put_files(directory.path());
  ASSERT_EQ(directory.run(), 0) << directory.output();
  auto const line = directory.lines("study").at(0);
  EXPECT_EQ(line.at("base"), Json({{"imported", true}}));
  ASSERT_EQ(line.at("imports").size(), 2U);
  auto const& base = line.at("imports").at(0);
  EXPECT_EQ(base.at("points").at(0).at("launches").at(0).at("time_s"), 0.8);
  EXPECT_EQ(line.at("points").size(), 1U) << "the points are those that are measured";
  auto const shown = told_by({"report", directory.results().string()}, "/");
  EXPECT_EQ(shown.exit_code, 0) << shown.output_tail;
  EXPECT_THAT(shown.output_tail,
              AllOf(HasSubstr("Base imported, not proven"),
                    HasSubstr("base serial.csv (imported, not proven) on 1 core"),
                    HasSubstr("old, strong scaling")));
}

TEST(Beside, ItChangesNoPoint) {
  StudyDirectory const alone(measured_study),
      beside(std::string(measured_study) + rows_of_others);
  put_files(beside.path());
  ASSERT_EQ(alone.run(), 0) << alone.output();
  ASSERT_EQ(beside.run(), 0) << beside.output();
  EXPECT_FALSE(alone.lines("study").at(0).contains("imports"));
  EXPECT_EQ(alone.lines("study").at(0).at("points"),
            beside.lines("study").at(0).at("points"));
}

TEST(Beside, MistakesInTheFilesAreToldByCheck) {
  Scratch const scratch;
  put(scratch / "s.yaml", std::string(measured_study) + rows_of_others);
  put_files(scratch.path());
  auto const right = told_by({"check", "s.yaml"}, scratch.path());
  EXPECT_EQ(right.exit_code, 0) << right.output_tail;
  EXPECT_THAT(right.output_tail,
              AllOf(HasSubstr("base: serial.csv, imported, not proven"),
                    HasSubstr("'wall': the time")));
  put(scratch / "serial.csv", "app,wall\na,800 ms\nb,fast\n");
  put(scratch / "old.csv", "ranks,seconds\n1,3.0\n2,-1.6\n");
  for (auto const* command : {"check", "plan", "run"}) {
    auto const wrong = told_by({command, "s.yaml"}, scratch.path());
    EXPECT_EQ(wrong.exit_code, 2) << command;
    EXPECT_THAT(wrong.output_tail,
                AllOf(HasSubstr("s.yaml:9:16: error: base: serial.csv:3:3: 'fast'"),
                      HasSubstr("s.yaml:10:18: error: beside: old.csv:3:3: '-1.6'"),
                      Not(HasSubstr("--"))));
  }
  EXPECT_FALSE(exists(scratch / "results")) << "nothing was launched";
  std::filesystem::remove(scratch / "serial.csv");
  EXPECT_THAT(told_by({"check", "s.yaml"}, scratch.path()).output_tail,
              HasSubstr("base: serial.csv: No such file or directory"));
}

TEST(Beside, ATimeIsNoBaseOfARate) {
  Scratch const scratch;
  put_files(scratch.path());
  put(scratch / "s.yaml",
      "study: s\nprogram: [sh, -c, 'echo 5']\nscaling: strong\nthreads: 1\n"
      "metrics: {rate: {pattern: '(.*)', unit: GFLOP/s}}\ncurves: [rate]\n"
      "base: {import: serial.csv, on_cores: 1}\n");
  EXPECT_THAT(told_by({"check", "s.yaml"}, scratch.path()).output_tail,
              HasSubstr("'wall' is a time. The metric that leads the study is a rate. "
                        "Name one: rate:"));
}

}  // namespace
}  // namespace assay
