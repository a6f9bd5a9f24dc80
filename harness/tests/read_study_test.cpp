// SPDX-License-Identifier: Apache-2.0
// Study files, right and wrong: a corpus whose files say what is to come of them.
#include "config/read_study.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <random>

#include "common/json.hpp"
#include "common/sanitizers.hpp"
#include "config/gridengine_reader.hpp"
#include "config/imported_rows_reader.hpp"
#include "config/metric_reader.hpp"
#include "config/readings_reader.hpp"
#include "config/rules_reader.hpp"
#include "config/samples_reader.hpp"
#include "config/slurm_reader.hpp"
#include "config/study_reader.hpp"
#include "config_fixture.hpp"
#include "model/axes.hpp"
#include "plan/looks.hpp"

namespace assay {
namespace {

using test::diagnostics_of;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

std::string name_of(::testing::TestParamInfo<std::filesystem::path> const& info) {
  return info.param.stem().string();
}

class BadConfig : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadConfig, GivesExactlyTheDiagnosticsItHolds) {
  auto const expected = test::expectations(GetParam());
  ASSERT_FALSE(expected.empty());
  EXPECT_THAT(diagnostics_of(test::read_file(GetParam())), ElementsAreArray(expected));
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadConfig,
                         ::testing::ValuesIn(test::study_files("bad_configs")),
                         name_of);

class GoodConfig : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(GoodConfig, GivesTheStudyItDescribes) {
  std::string const text = test::read_file(GetParam());
  Study const study = read_study(text, "study.yaml", test::catalogue());
  EXPECT_THAT(test::describe(study), ElementsAreArray(test::expectations(GetParam())));
  EXPECT_EQ(study.text, text);
  EXPECT_EQ(study.file, "study.yaml");
}

INSTANTIATE_TEST_SUITE_P(Corpus, GoodConfig,
                         ::testing::ValuesIn(test::study_files("good_configs")),
                         name_of);

TEST(Corpus, IsNotLost) {
  EXPECT_GE(test::study_files("bad_configs").size(), 300U);
  EXPECT_GE(test::study_files("good_configs").size(), 35U);
}

constexpr auto least = "study: x\nkernel: pi\nscaling: strong\nsamples: 1\nranks: 1\n";

TEST(ReadStudy, GivesEachAxisItsPlace) {
  Study const study =
      read_study(std::string(least) + "threads: [1,\n  2]\n", "x", test::catalogue());
  auto const axes = swept_axes();
  auto const defaults = std::count_if(axes.begin(), axes.end(), [](auto const& axis) {
    return axis.fallback.has_value();
  });
  ASSERT_EQ(study.axes.size(), 1U + defaults) << "the kernel, which is told";
  EXPECT_EQ(study.axes[3].name, "threads");
  EXPECT_EQ(study.axes[3].at.line, 6U);
  EXPECT_EQ(study.axes[3].at.column, 10U);
  EXPECT_EQ(study.axes[1].at.line, 0U) << "nodes is a default";
}

std::vector<std::string> warnings_of(std::string const& rest) {
  auto const study = read_study("study: x\nranks: [1, 2]\nscaling: weak\n" + rest, "x",
                                test::catalogue());
  std::vector<std::string> messages;
  for (auto const& one : study.warnings)
    messages.push_back(format(one, study.text).substr(0, 26));
  return messages;
}

TEST(ReadStudy, WarnsOfWeakScalingWhoseWorkDoesNotGrow) {
  auto const warned = ElementsAre("x:3:10: warning: scaling: ");
  EXPECT_THAT(warnings_of("program: [a, '100', '{seed}']\n"), warned);
  EXPECT_THAT(warnings_of("program: [a, '{parameters.n}']\nparameters: {n: [1, 2]}\n"),
              warned);
  EXPECT_THAT(warnings_of("program: {a: [a, '{ranks}'], b: [b]}\n"), warned);
  EXPECT_THAT(warnings_of("program: [a, '{ranks}']\n"), IsEmpty());
  EXPECT_THAT(warnings_of("program: [a, '{samples}']\nsamples: 5\n"), IsEmpty());
  EXPECT_THAT(warnings_of("program: [a, '{parameters.n}']\nparameters: {n: [1, 2]}\n"
                          "zip: [[ranks, parameters.n]]\n"),
              IsEmpty());
  EXPECT_THAT(warnings_of("program: [a]\nenv: {N: [1, 2]}\nzip: [[ranks, env.N]]\n"),
              IsEmpty());
  EXPECT_THAT(warnings_of("kernel: pi\nsamples: 5\n"), IsEmpty());
}

std::vector<std::string> warnings_of_samples(std::string const& rest) {
  auto const study =
      read_study("study: s\nranks: [1, 3]\n" + rest, "x", test::catalogue());
  std::vector<std::string> messages;
  for (auto const& one : study.warnings) messages.push_back(one.message);
  return messages;
}

TEST(ReadStudy, WarnsOfSamplesThatRanksDoNotDivide) {
  std::string const strong = "scaling: strong\nprogram: [a]\nsamples: ";
  EXPECT_THAT(warnings_of_samples(strong + "1e7\n"),
              ElementsAre(AllOf(HasSubstr("3 ranks do not divide 10000000"),
                                HasSubstr("3333333 of them leaves out 1"))));
  EXPECT_THAT(warnings_of_samples(strong + "[9, 300]\n"), IsEmpty());
  EXPECT_THAT(warnings_of_samples(strong + "10\nmetrics: {done: {pattern: '(.*)'}}\n"
                                           "check: {value: done, equal: true}\n"),
              IsEmpty());
  EXPECT_THAT(
      warnings_of_samples("scaling: weak\nprogram: [a, '{samples}']\nsamples: 10\n"),
      IsEmpty());
  EXPECT_THAT(warnings_of_samples("scaling: strong\nkernel: pi\nsamples: 10\n"),
              IsEmpty());
}

std::vector<std::string> warnings_of_expected(std::string const& study) {
  auto const found = read_study(
      "study: s\nprogram: [a, '{samples}']\nranks: [1, 2]\nmetrics: {v: {pattern: "
      "'(.*)'}}\n" +
          study,
      "study.yaml", {});
  std::vector<std::string> lines;
  for (auto const& one : found.warnings)
    lines.push_back(fmt::format("{}:{}: {}", one.at.line, one.at.column, one.message));
  return lines;
}

TEST(Expected, ByASizeThatNoPointHasIsTold) {
  auto const of = [](std::string const& expected) {
    return "check: {value: v, equal: true, expected: " + expected + "}\n";
  };
  std::string const strong = "scaling: strong\nsamples: [1e6, 2e6]\n";
  EXPECT_THAT(warnings_of_expected(strong + of("{1e6: 5, 2_000_000: 7}")), IsEmpty());
  EXPECT_THAT(
      warnings_of_expected(strong + of("{1e6: 5, 3e6: 7}")),
      ElementsAre("7:51: check.expected: no point of the study has 3000000 samples, so "
                  "that this is held against nothing"));
  std::string const weak = "scaling: weak\nsamples: 1e6\n";
  EXPECT_THAT(warnings_of_expected(weak + of("{1e6: 5, 2e6: 7}")), IsEmpty());
  EXPECT_THAT(warnings_of_expected(weak + of("{1500000: 5}")).size(), 1U);
  EXPECT_THAT(warnings_of_expected(strong + of("5")), IsEmpty()) << "of all points";
}

TEST(ReadStudy, AsksForAnUntilOnlyWhereAnIntervalMayMeetIt) {
  for (int most = 1; most < 12; ++most) {
    auto const looks = looks_of({1, most, 0.02});
    auto const text =
        fmt::format("{}launches: {{min: 1, max: {}, until: 2%}}\n", least, most);
    EXPECT_EQ(looks.at.back().low == 0, !diagnostics_of(text).empty()) << most;
  }
}

TEST(ReadStudy, ShowsLineAndCaret) {
  std::string const text = std::string(least) + "env:\t{A: \"größer\", PATH: x}\r\n";
  try {
    read_study(text, "configs/x.yaml", test::catalogue());
    FAIL() << "accepted";
  } catch (ConfigError const& error) {
    EXPECT_STREQ(error.what(),
                 "configs/x.yaml:6:20: error: env: PATH cannot be set here (it decides "
                 "which code runs, and a study never does that). Remove it\n    "
                 "env:\t{A: \"größer\", PATH: x}\n        \t              ^");
  }
}

TEST(ReadStudy, ShowsAHundredErrorsAtMost) {
  std::string text = std::string(least) + "threads: [x";
  for (int i = 0; i < 150; ++i) text += ", x";
  auto const diagnostics = diagnostics_of(text + "]\n");
  ASSERT_EQ(diagnostics.size(), 101U);
  EXPECT_EQ(diagnostics.back(),
            "0:0: 51 more errors are not shown. Correct these first.");
}

TEST(ReadStudy, KnowsNoKernelWithoutACatalogue) {
  EXPECT_THROW(read_study(least, "x", {}), ConfigError);
}

TEST(ReadStudy, RefusesTooLargeATextUnread) {
  EXPECT_THAT(diagnostics_of(std::string(256 * 1024 + 1, '[')),
              ElementsAre("0:0: 262145 bytes are too many for a study (at most "
                          "262144). Is this the right file?"));
}

constexpr double bound_s = has_address_sanitizer || has_thread_sanitizer ? 1 : 0.1;

TEST(ReadStudy, RefusesTooManyValues) {
  std::string text = std::string(least) + "threads: [1";
  for (int i = 0; i < 20'000; ++i) text += ",1";
  EXPECT_THAT(diagnostics_of(text + "]\n"),
              ElementsAre("6:39989: more than 20000 values. Split the study"));
}

TEST(ReadStudy, RefusesAVariableThatNoProcessCanHave) {
  auto const with = [](std::size_t bytes) {
    return std::string(least) + "env: {A: " + std::string(bytes, 'x') + "}\n";
  };
  EXPECT_THAT(diagnostics_of(with(65'536)), IsEmpty());
  EXPECT_THAT(
      diagnostics_of(with(65'537)),
      ElementsAre(
          "6:10: env.A: 65537 bytes are too many for a variable (at most 65536)"));
}

/// Processor time, which other work on the machine does not change.
double seconds_to_read(std::string const& text) {
  std::clock_t const start = std::clock();
  diagnostics_of(text);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

std::string alias_bomb() {
  std::string text = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i)
    text += fmt::format("a{0}: &a{0} [{1}*a{2}]\n", i,
                        repeated(fmt::format("*a{}, ", i - 1), 60), i - 1);
  return text;
}

/// A text of 256 KiB is read within the bound; on a processor that is slower, or
/// shared, in no more than 20 times what an eighth of it takes (64 times would be
/// quadratic), each the least of three.
void expect_bounded(char const* start, char const* piece) {
  auto const seconds = [&](std::size_t bytes) {
    auto const text = least + (start + repeated(piece, bytes - 100));
    return std::min(
        {seconds_to_read(text), seconds_to_read(text), seconds_to_read(text)});
  };
  auto const whole_s = seconds(256 * 1024);
  if (whole_s < bound_s) return;
  EXPECT_LT(whole_s, 10 * bound_s) << start << piece;
  EXPECT_LT(whole_s, 20 * seconds(32 * 1024)) << start << piece;
}

TEST(ReadStudy, TakesBoundedTimeForHostileText) {
  EXPECT_LT(seconds_to_read(alias_bomb()), bound_s);
  EXPECT_LT(seconds_to_read(std::string(1'000'000, '[')), bound_s);
  for (auto const* start : {"a: ", "threads: ["})
    for (auto const* piece :
         {"x",      "é, ",   "\"x\", ", "x: 1, ", "1: {}, ", "[",       "[\n",
          "{a: \n", "- ",    "- \n",    "? ",     "#",       "\n",      "\t",
          " \n",    "x: ",   "1,",      "\xff",   "\n\"",    "a: &a\n", "x: 1\nx: 2\n",
          "é",      "---\n", "!a ",     "'",      "\\",      "[[],\n",  "x\n "})
      expect_bounded(start, piece);
  EXPECT_LT(seconds_to_read(std::string(1 << 20, 'x')), bound_s);
}

std::string mutated(std::string text, std::mt19937_64& random) {
  constexpr std::string_view bytes = "[]{}:,-?&*!|>'\"%@`#\n\t \r\0~<=.09eax\xff\xc3";
  std::size_t const changes = 1 + random() % 4;
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    std::size_t const at = random() % text.size();
    char const byte = bytes[random() % bytes.size()];
    switch (random() % 4) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      case 2:
        text.erase(at, 1 + random() % 3);
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 40));
    }
  }
  return text;
}

TEST(ReadStudy, AnswersEveryMutationWithAStudyOrDiagnostics) {
  std::mt19937_64 random(1);
  std::size_t refused = 0, tried = 0;
  for (auto const& file : test::study_files("good_configs")) {
    std::string const text = test::read_file(file);
    for (int i = 0; i < 100; ++i, ++tried) {
      auto const diagnostics = diagnostics_of(mutated(text, random));
      refused += diagnostics.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(refused, tried / 5) << "the mutations change too little";
  EXPECT_LT(refused, tried) << "the mutations change too much";
}

std::vector<std::string> diagnostics_of_file(std::string const& path) {
  try {
    read_study_text(path);
  } catch (ConfigError const& error) {
    return {error.what()};
  }
  return {};
}

class StudyFile : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(std::string const& name) const { return (folder_ / name).string(); }
  void write(std::string const& name, std::string const& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                  ("assay-study-file-" + std::to_string(::getpid()));
};

TEST_F(StudyFile, IsReadByteForByte) {
  std::string const text("a\r\n\0b", 5);
  write("x", text);
  EXPECT_EQ(read_study_text(path("x")), text);
}

TEST_F(StudyFile, MayHoldAQuarterMebibyteAndNoMore) {
  write("full", std::string(256 * 1024, 'x'));
  write("over", std::string(256 * 1024 + 1, 'x'));
  EXPECT_EQ(read_study_text(path("full")).size(), 256U * 1024);
  EXPECT_THAT(diagnostics_of_file(path("over")),
              ElementsAre(path("over") + ": error: is larger than 262144 bytes, too "
                                         "large for a study. Is this the right file?"));
}

TEST_F(StudyFile, IsARegularFile) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_THAT(diagnostics_of_file(path("")), ElementsAre(HasSubstr("is a directory")));
  EXPECT_THAT(diagnostics_of_file(path("pipe")),
              ElementsAre(HasSubstr("not a regular file")));
  EXPECT_THAT(diagnostics_of_file("/dev/zero"),
              ElementsAre(HasSubstr("not a regular file")));
  EXPECT_THAT(
      diagnostics_of_file(path("none")),
      ElementsAre(path("none") +
                  ": error: cannot open: No such file or directory. Check the path"));
}

std::vector<std::string> keys_in(Json const& schema) {
  std::vector<std::string> keys;
  for (auto const& [key, value] : schema.at("properties").items()) keys.push_back(key);
  return keys;
}

TEST(Schema, HasTheKeysOfTheReader) {
  auto const schema = parse_json(test::read_file(
      std::filesystem::path(ASSAY_TEST_DATA) / "../../configs/study.schema.json"));
  EXPECT_THAT(keys_in(schema), UnorderedElementsAreArray(study_keys()));
  auto const& definitions = schema.at("$defs");
  EXPECT_THAT(keys_in(definitions.at("limits")),
              UnorderedElementsAreArray(limits_keys()));
  EXPECT_THAT(keys_in(definitions.at("metric").at("oneOf").at(1)),
              UnorderedElementsAreArray(metric_keys()));
  EXPECT_THAT(keys_in(schema.at("properties").at("check")),
              UnorderedElementsAreArray(answer_check_keys()));
  EXPECT_THAT(keys_in(definitions.at("launches")),
              UnorderedElementsAreArray(launches_keys()));
  EXPECT_THAT(keys_in(definitions.at("slurm")),
              UnorderedElementsAreArray(slurm_keys()));
  EXPECT_THAT(keys_in(definitions.at("gridengine")),
              UnorderedElementsAreArray(gridengine_keys()));
  EXPECT_THAT(keys_in(definitions.at("imported_rows")),
              UnorderedElementsAreArray(imported_rows_keys(Role::beside)));
  EXPECT_THAT(keys_in(definitions.at("samples_by_scaling")),
              UnorderedElementsAreArray(scaling_names()));
}

TEST(ReadStudy, WithoutAnyWorkerAKernelIsRefusedWithTheCure) {
  try {
    read_study("study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: 1\n",
               "study.yaml", {});
    FAIL() << "a kernel was taken";
  } catch (ConfigError const& error) {
    ASSERT_EQ(error.diagnostics().size(), 1U);
    EXPECT_THAT(error.diagnostics()[0].message, testing::HasSubstr("assay build"));
  }
  auto const study = read_study(
      "study: s\nprogram: [./app]\nscaling: strong\nranks: 1\n", "study.yaml", {});
  EXPECT_EQ(study.programs.size(), 1U);
}

}  // namespace
}  // namespace assay
