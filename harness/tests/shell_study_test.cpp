// SPDX-License-Identifier: Apache-2.0
// What is said in the shell reads back as the study that was meant.
#include "config/shell_study.hpp"

#include <gmock/gmock.h>

#include "config/read_study.hpp"
#include "config_fixture.hpp"
#include "model/axes.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ShellWords words_of(std::vector<std::string> program) {
  ShellWords words;
  words.program = std::move(program);
  return words;
}

Study study_of(ShellWords const& words) {
  return read_study(program_study("s", words, test::catalogue()).text, "s.yaml",
                    test::catalogue());
}

Program program_of(ShellWords const& words) { return *study_of(words).programs.at(0); }

std::vector<std::string> values_of(Study const& study, std::string const& name) {
  std::vector<std::string> values;
  for (auto const& axis : study.axes)
    if (axis.name == name)
      for (auto const& value : axis.values) values.push_back(to_text(value));
  return values;
}

TEST(ShellStudy, IsTheStudyThatWasSaid) {
  auto words = words_of({"./app", "-in", "input.{ranks}"});
  words.ranks = "1,2,4";
  words.threads = "1,2";
  words.time = R"re('time': "(\S+)")re";
  words.unit = "ms";
  words.check = "it's #done: ok";
  words.launches = "12";
  words.timeout = "90s";
  auto const study = study_of(words);
  EXPECT_EQ(study.name, "s");
  EXPECT_THAT(values_of(study, "ranks"), ElementsAre("1", "2", "4"));
  EXPECT_THAT(values_of(study, "threads"), ElementsAre("1", "2"));
  EXPECT_EQ(study.scaling, std::vector{Scaling::strong});
  EXPECT_EQ(study.launches.minimum, 12);
  EXPECT_EQ(study.launches.maximum, 12);
  EXPECT_EQ(study.limits.timeout_s, 90);
  auto const program = *study.programs.at(0);
  EXPECT_THAT(program.argv, ElementsAre("./app", "-in", "input.{ranks}"));
  EXPECT_EQ(program.working_directory, ".");
  auto const& readings = program.readings;
  EXPECT_THAT(readings.curves, ElementsAre("time"));
  EXPECT_EQ(readings.metrics.at(0).text, *words.time);
  EXPECT_EQ(readings.metrics.at(0).unit, "ms");
  EXPECT_EQ(readings.check.pattern, words.check);
}

TEST(ShellStudy, HasDefaultsThatStartAtOnce) {
  auto words = words_of({"app"});
  auto const study = study_of(words);
  EXPECT_THAT(values_of(study, "ranks"), ElementsAre("auto"));
  EXPECT_EQ(study.launches.maximum, 10);
  EXPECT_THAT(study.programs.at(0)->readings.curves, ElementsAre("wall"));
  words.threads = "1,2";
  EXPECT_THAT(values_of(study_of(words), "ranks"), ElementsAre("1"));
  words.until = "5%";
  EXPECT_EQ(study_of(words).launches.maximum, 50);
  EXPECT_EQ(study_of(words).launches.until, 0.05);
}

TEST(ShellStudy, LeavesTheWordsOfTheProgramAsTheyAre) {
  std::vector<std::string> const hard{
      "./app",  "a b", "it's",   "\"q\"", "--",          "-x",    "",      "#",
      "[1, 2]", "{}",  "{x: 1}", "{",     "}{",          "{{y}}", "$HOME", "*",
      "%d",     "\\n", "~",      "null",  "caf\xc3\xa9", "a: b",  "null",  "true",
      "no",     "1e3", "0x1F",   "-in",   "-",           "---",   "k=v",   "/x/y",
      "1_0",    ".5",  "- c",    " d "};
  auto const program = program_of(words_of(hard));
  for (std::size_t i = 0; i < hard.size(); ++i)
    EXPECT_EQ(fill(program.argv.at(i), {}), hard[i]);
}

TEST(ShellStudy, FillsItsPlaceholdersAmongOtherBraces) {
  auto const program =
      *study_of(words_of({"app", R"({"n": {"ranks": {ranks}}})", "{{ranks}}"}))
           .programs.at(0);
  std::map<std::string, std::string> const values{{"ranks", "4"}};
  EXPECT_EQ(fill(program.argv.at(1), values), R"({"n": {"ranks": 4}})");
  EXPECT_EQ(fill(program.argv.at(2), values), "{ranks}");
}

TEST(ShellStudy, SaysWhichBracesLookLikeAPlaceholder) {
  EXPECT_THAT(doubtful_placeholders({"{rank}", "{ranks}", "{x}", "{", "{samples"}),
              ElementsAre("rank"));
}

TEST(ShellStudy, KnowsWhichOptionEachLineIsFrom) {
  auto words = words_of({"app"});
  words.ranks = "1,x";
  words.timeout = "5";
  auto const shell = program_study("s", words, test::catalogue());
  try {
    read_study(shell.text, "s.yaml", test::catalogue());
    FAIL() << "accepted";
  } catch (ConfigError const& error) {
    ASSERT_EQ(error.diagnostics().size(), 2U);
    EXPECT_EQ(shell.options.at(error.diagnostics()[0].at.line - 1), "--ranks 1,x");
    EXPECT_EQ(shell.options.at(error.diagnostics()[1].at.line - 1), "--timeout 5");
  }
}

TEST(ShellStudy, NamesWhatIsMeasured) {
  EXPECT_EQ(study_name_of({"/opt/lmp.exe", "-in", "x"}), "lmp");
  EXPECT_EQ(study_name_of({"python3", "heat.py", "5"}), "heat");
  EXPECT_EQ(study_name_of({"bash", "-c", "x"}), "bash");
  auto const name = [](std::vector<std::string> program) {
    return program_of(words_of(std::move(program))).name;
  };
  EXPECT_EQ(name({"/opt/lmp.exe"}), "lmp.exe");
  EXPECT_EQ(name({"python3", "heat.py"}), "heat");
  EXPECT_EQ(name({"./pi"}), "pi-program") << "a kernel has the name";
}

TEST(ShellStudy, IsSeenFromTheStudyFile) {
  auto words = words_of({"build/app", "build/in"});
  EXPECT_THAT(program_of(words).argv, ElementsAre("./build/app", "build/in"));
  words.directory = "../here";
  auto const program = program_of(words);
  EXPECT_THAT(program.argv, ElementsAre("../here/build/app", "build/in"));
  EXPECT_EQ(program.working_directory, "../here");
  EXPECT_THAT(study_of(words).warnings, IsEmpty());
}

TEST(ShellStudy, OfAKernelReadsBack) {
  ShellWords words;
  words.ranks = "1,2";
  for (auto const& kernel : test::catalogue()) {
    auto const text = kernel_study("k", words, kernel).text;
    auto const study = read_study(text, "k.yaml", test::catalogue());
    EXPECT_THAT(values_of(study, "kernel"), ElementsAre(kernel.name));
    EXPECT_THAT(values_of(study, "ranks"), ElementsAre("1", "2"));
    EXPECT_THAT(text, HasSubstr(kernel.summary));
  }
}

TEST(ShellStudy, WritesControlCharactersAsNumbersWhichAreRefused) {
  auto const words = words_of({"./app", "a\tb", "\x1b[31m\"it's\"\\"});
  EXPECT_THAT(program_study("s", words, test::catalogue()).text,
              HasSubstr(R"re("a\x09b", "\x1b[31m\"it's\"\\"])re"));
  try {
    study_of(words);
    ADD_FAILURE() << "a terminal would obey it";
  } catch (ConfigError const& error) {
    EXPECT_EQ(error.diagnostics().size(), 2U);
    EXPECT_THAT(error.what(), HasSubstr("stands for a control character"));
  }
}

TEST(ShellStudy, TakesTheLauncherAndWorkThatGrows) {
  auto words = words_of({"./app", "{samples}"});
  words.launcher = "local";
  words.weak = true;
  words.samples = "1e6";
  auto const study = study_of(words);
  EXPECT_THAT(values_of(study, "launcher"), ElementsAre("local"));
  EXPECT_EQ(study.scaling, std::vector{Scaling::weak});
  auto const said = program_study("s", words, test::catalogue());
  EXPECT_THAT(said.options, testing::Contains("--launcher local"));
}

TEST(ShellStudy, LeavesTheMostLaunchesToTheRuleWhereTheFewestAreMany) {
  auto words = words_of({"./app"});
  words.until = "5%";
  words.launches = "1000";
  EXPECT_THAT(program_study("s", words, test::catalogue()).text,
              HasSubstr("launches: {min: 1000, until: 5%}"));
}

}  // namespace
}  // namespace assay
