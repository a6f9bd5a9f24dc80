// SPDX-License-Identifier: Apache-2.0
// assay scale, as it is typed: a study of one's own program without a file.
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "records/journal.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

/// A directory of the user's with an MPI program `app`, whose first rank writes down
/// the words that it was given and prints a time that falls with the ranks.
class Scale : public testing::Test {
 protected:
  Scale() {
    setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
    setenv("ASSAY_HOST_LOCK", "off", 0);
    put(scratch_ / "app",
        "#!/bin/bash\n\"" WITNESSED
        "\" barrier || exit\n"
        "[[ ${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}} == 0 ]] || exit 0\n"
        "printf '%s\\n' \"$@\" > words\n"
        "echo \"Loop time of 0.0${OMPI_COMM_WORLD_SIZE:-${PMI_SIZE:-1}}5 on all\"\n");
    fs::permissions(scratch_ / "app", fs::perms::owner_all);
  }

  static Argv scale(Argv const& options, Argv const& program) {
    Argv words{"scale"};
    words.insert(words.end(), options.begin(), options.end());
    words.emplace_back("--");
    words.insert(words.end(), program.begin(), program.end());
    return words;
  }

  ProcessResult ask(Argv words) const {
    words.insert(words.begin(), ASSAY_PROGRAM);
    return run_process({std::move(words), own_environment(), scratch_.path(), ""},
                       {.timeout_s = 120, .tail_bytes = 1 << 20});
  }

  std::vector<Json> records(std::string const& study) const {
    std::vector<Json> found;
    auto const journal = scratch_ / "results" / study / "journal.jsonl";
    for (auto const& line : read_journal(journal).lines)
      if (line["kind"] == "record") found.push_back(line);
    return found;
  }

  std::vector<std::string> verdicts(std::string const& study) const {
    std::vector<std::string> found;
    for (auto const& record : records(study)) found.push_back(record["verdict"]);
    return found;
  }

  Scratch scratch_;
};

Argv const quick{"--ranks", "1,2", "--launches", "2", "--no-report"};

TEST_F(Scale, MeasuresPrintsTheTableAndKeepsTheStudy) {
  auto const answer = ask(scale({"--ranks", "1,2", "--launches", "2", "--time",
                                 "Loop time of (\\S+)", "--check", "on all$"},
                                {"./app", "-in", "input.{ranks}"}));
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail,
              AllOf(HasSubstr("app, strong scaling: base 1 core\n"),
                    HasSubstr("Speedup"), HasSubstr("Eff."), Not(HasSubstr("Rate")),
                    ContainsRegex("%[ \n]+efficiency"),
                    HasSubstr("app.yaml is this study: edit it"),
                    HasSubstr("Report: results/app/report/report.html")));
  ASSERT_EQ(records("app").size(), 4U);
  EXPECT_THAT(verdicts("app"), Each("ok"));
  for (auto const& record : records("app")) {
    double const ranks = record["requested"]["ranks"];
    EXPECT_DOUBLE_EQ(record["result"]["measurements"][0]["makespan_s"][0],
                     0.005 + 0.01 * ranks);
  }
  auto const again = ask({"check", "app.yaml"});
  EXPECT_EQ(again.exit_code, 0) << again.output_tail;
}

TEST_F(Scale, TakesTheWallTimeUnlessToldOtherwise) {
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  for (auto const& record : records("app"))
    EXPECT_EQ(record["result"]["measurements"][0]["makespan_s"][0], record["wall_s"]);
}

TEST_F(Scale, ScalesWeaklyByAWordThatGrows) {
  auto words = quick;
  words.insert(words.end(), {"--weak", "--samples", "50"});
  auto const answer = ask(scale(words, {"./app", "--size", "{samples}"}));
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail, Not(HasSubstr("warning: scaling")));
  for (auto const& record : records("app")) {
    auto const ranks = record["requested"]["ranks"].get<int>();
    EXPECT_EQ(record["requested"]["samples"], std::to_string(50 * ranks));
  }
  words.resize(quick.size() + 1);
  words.insert(words.end(), {"--name", "equal"});
  EXPECT_THAT(ask(scale(words, {"./app"})).output_tail,
              HasSubstr("equal.yaml:6:10: warning: scaling: weak, but nothing that "
                        "program 'app' is told grows"));
}

TEST_F(Scale, LeavesTheWordsOfTheProgramAsTheyAre) {
  auto const answer = ask(scale({"--ranks", "1", "--launches", "1", "--no-report"},
                                {"./app", "a b", "it's \"q\"", "{x}", "{{", "--",
                                 "--ranks", "[1,2]", "-9", "$HOME", "n{ranks}", ""}));
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_EQ(bytes_of(scratch_ / "words"),
            "a b\nit's \"q\"\n{x}\n{{\n--\n--ranks\n[1,2]\n-9\n$HOME\nn1\n\n");
}

TEST_F(Scale, NeedsAProgramThatIsThere) {
  auto const none = ask(scale(quick, {"./ap"}));
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.output_tail,
              HasSubstr("program ap: no file " + (scratch_ / "ap").string()));
  auto const beside = ask(scale(quick, {"app"}));
  EXPECT_EQ(beside.exit_code, 3);
  EXPECT_THAT(beside.output_tail, HasSubstr("there is one beside the study: write "
                                            "./app"));
  auto const nothing = ask({"scale", "--ranks", "1"});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.output_tail, HasSubstr("The words of a program stand behind --"));
  auto const before = ask({"scale", "--rank", "1", "./app", "-x"});
  EXPECT_EQ(before.exit_code, 2);
  EXPECT_THAT(before.output_tail,
              HasSubstr("scale knows no --rank 1 ./app -x. Did you mean '--ranks'? "
                        "The words"));
  EXPECT_FALSE(fs::exists(scratch_ / "ap.yaml"));
  EXPECT_FALSE(fs::exists(scratch_ / "app.yaml"));
  EXPECT_FALSE(fs::exists(scratch_ / "results"));
}

TEST_F(Scale, SaysAllThatIsWrongWithItsOptions) {
  auto const answer =
      ask(scale({"--ranks", "1,x", "--launches", "0", "--time", "(", "--timeout", "5"},
                {"./app"}));
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_THAT(answer.output_tail,
              AllOf(HasSubstr("--ranks 1,x: error: ranks: 'x' is not a whole number"),
                    HasSubstr("--launches 0: error: "), HasSubstr("--time (: error: "),
                    HasSubstr("--timeout 5: error: limits.timeout: '5' has no unit")));
  EXPECT_FALSE(fs::exists(scratch_ / "app.yaml"));
}

TEST_F(Scale, CalledAgainGoesOn) {
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  auto const before = bytes_of(scratch_ / "app.yaml");
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  EXPECT_EQ(records("app").size(), 4U);
  EXPECT_EQ(bytes_of(scratch_ / "app.yaml"), before);
  ASSERT_EQ(ask({"run", "app.yaml", "--no-report"}).exit_code, 0);
  EXPECT_EQ(records("app").size(), 4U) << "run takes the same study";
}

TEST_F(Scale, WithOtherWordsIsAnotherStudy) {
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  auto const before = bytes_of(scratch_ / "app.yaml");
  auto const other = ask(scale(quick, {"./app", "5"}));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.output_tail,
              AllOf(HasSubstr("  - program: [./app]\n  + program: [./app, 5]\n"),
                    HasSubstr("--name app-2"), HasSubstr("assay run app.yaml")));
  EXPECT_EQ(bytes_of(scratch_ / "app.yaml"), before);
  EXPECT_EQ(records("app").size(), 4U);
  auto named = quick;
  named.insert(named.end(), {"--name", "app-2"});
  EXPECT_EQ(ask(scale(named, {"./app", "5"})).exit_code, 0);
  EXPECT_EQ(records("app-2").size(), 4U);
}

TEST_F(Scale, TakesNoMeasurementsOfAnother) {
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  fs::remove(scratch_ / "app.yaml");
  auto const answer = ask(scale(quick, {"./app", "5"}));
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_THAT(answer.output_tail,
              HasSubstr("has the measurements of a study whose file"));
}

TEST_F(Scale, WritesItsStudyAgainWhereThatWasRemoved) {
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  auto const before = bytes_of(scratch_ / "app.yaml");
  fs::remove(scratch_ / "app.yaml");
  EXPECT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  EXPECT_EQ(bytes_of(scratch_ / "app.yaml"), before);
  EXPECT_EQ(records("app").size(), 4U);
}

TEST_F(Scale, DoesNotGoOnWhereItsStudyNowReadsOtherNumbers) {
  ASSERT_EQ(ask(scale(quick, {"./app"})).exit_code, 0);
  std::ofstream(scratch_ / "app.yaml", std::ios::app) << "check: {pattern: NEVER}\n";
  auto const again = ask({"run", "app.yaml", "--no-report"});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.output_tail, HasSubstr("held against another check"));
  EXPECT_EQ(ask({"run", "app.yaml", "--no-report", "--fresh"}).exit_code, 1);
  EXPECT_THAT(verdicts("app"), Each("wrong_answer"));
}

TEST_F(Scale, SaysThatItsResultsCannotBeMade) {
  auto words = quick;
  words.insert(words.end(), {"--results", "/dev/null"});
  auto const answer = ask(scale(words, {"./app"}));
  EXPECT_EQ(answer.exit_code, 4);
  EXPECT_THAT(answer.output_tail, HasSubstr("/dev/null/app"));
}

TEST_F(Scale, KeepsTheStudyWhereItIsAsked) {
  fs::create_directory(scratch_ / "studies");
  auto words = quick;
  words.insert(words.end(), {"--study", "studies/mine.yaml"});
  auto const answer = ask(scale(words, {"./app", "5"}));
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_TRUE(fs::exists(scratch_ / "studies/mine.yaml"));
  EXPECT_EQ(records("mine").size(), 4U);
  EXPECT_TRUE(fs::exists(scratch_ / "words")) << "it runs where it is called";
}

TEST_F(Scale, GoesOnAfterAnInterrupt) {
  auto words = scale({"--ranks", "1,2", "--launches", "4", "--no-report"}, {"./app"});
  words.insert(words.begin(), ASSAY_PROGRAM);
  pid_t const child = fork();
  if (child == 0) {
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    if (chdir(scratch_.path().c_str()) == 0) execv(ASSAY_PROGRAM, argv.data());
    _exit(127);
  }
  for (int i = 0; i < 200 && !fs::exists(scratch_ / "words"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  kill(child, SIGINT);
  EXPECT_EQ(StudyDirectory::wait(child), 130);
  auto const before = records("app").size();
  EXPECT_LT(before, 8U);
  words.erase(words.begin());
  auto const answer = ask(words);
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  auto const of = verdicts("app");
  EXPECT_EQ(std::count(of.begin(), of.end(), "ok"), 8);
}

TEST_F(Scale, InitWritesTheSameStudy) {
  auto words =
      Argv{"init", "--ranks", "1,2", "--launches", "2", "--", "./app", "{ranks}"};
  ASSERT_EQ(ask(words).exit_code, 0);
  auto const written = bytes_of(scratch_ / "app.yaml");
  ASSERT_EQ(ask(scale(quick, {"./app", "{ranks}"})).exit_code, 0);
  EXPECT_EQ(bytes_of(scratch_ / "app.yaml"), written);
}

}  // namespace
}  // namespace assay
