// SPDX-License-Identifier: Apache-2.0
// What the built program does with its words, beside run: plan, init, completion, -D.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "assay_process.hpp"
#include "contract.hpp"
#include "on_terminal.hpp"
#include "os/environment.hpp"
#include "records/journal.hpp"
#include "records/read_journal.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

ProcessResult ask(Argv words, std::filesystem::path const& directory = "/") {
  setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
  setenv("ASSAY_HOST_LOCK", "off", 0);
  words.insert(words.begin(), ASSAY_PROGRAM);
  return run_process({std::move(words), own_environment(), directory, ""},
                     {.timeout_s = 60, .tail_bytes = 1 << 20});
}

std::string numbers(int count) {
  std::string list;
  for (int i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + std::to_string(i);
  return list;
}

/// Peak of the memory of the largest child that was waited for so far, in bytes.
double most_bytes_of_children() {
  struct rusage usage {};
  getrusage(RUSAGE_CHILDREN, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

TEST(Plan, OfAMillionPointsIsNotKeptInMemory) {
  Scratch const scratch;
  put(scratch / "s.yaml",
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: 1\nmax_points: 1e6\n"
      "seed: [" +
          numbers(1000) + "]\nenv: {NUMBER: [" + numbers(1000) + "]}\n");
  auto const answer = ask({"plan", (scratch / "s.yaml").string()});
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail, AllOf(HasSubstr("... and 999000 more"),
                                        HasSubstr("\n1000000 points, 0 skipped\n")));
  EXPECT_LT(most_bytes_of_children(), 200e6);
  EXPECT_LT(answer.cpu_s,
            10);  // 2 s on a quiet machine: harness/benchmarks/planning.py
}

TEST(Plan, IsThePriceOfTheStudy) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e9\nranks: [1, 2]\n"
      "launches: {min: 4, max: 8}\nrepetitions: 1\nlauncher: mpiexec\n");
  auto const file = (study.path() / "s.yaml").string();
  auto const plan = parse_json(ask({"plan", file, "--json"}).output_tail);
  ASSERT_EQ(plan["points"].size(), 2U);
  EXPECT_EQ(plan["points"][1]["ranks"], 2);
  EXPECT_EQ(plan["price"]["launches"], Json({8, 16}));
  EXPECT_EQ(plan["price"]["points_nominal"], 2);
  double const least_s = plan["price"]["wall_s"][0];
  EXPECT_GT(least_s, 8 * 0.5);
  EXPECT_DOUBLE_EQ(plan["price"]["wall_s"][1], 2 * least_s);
}

TEST(Points, AreToldApartByWhatTheStudySweeps) {
  StudyDirectory const study(
      "study: s\nprogram: {nothing: ['true', '{parameters.size}']}\nscaling: strong\n"
      "ranks: 1\nlauncher: local\nparameters: {size: [10, 20]}\nseed: [7]\n"
      "env: {MODE: [fast]}\nlaunches: 1\n");
  auto const file = (study.path() / "s.yaml").string();
  EXPECT_THAT(ask({"plan", file}).output_tail,
              AllOf(HasSubstr("strong, MODE=fast, size=10\n"),
                    HasSubstr("strong, MODE=fast, size=20\n"), Not(HasSubstr("seed=")),
                    HasSubstr("price of 2 points")));
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_THAT(study.output(),
              AllOf(HasSubstr(", size=10: "), HasSubstr(", size=20: ")));
  auto const status = ask({"status", study.results().string()}).output_tail;
  EXPECT_THAT(status, AllOf(HasSubstr("  further axes\n"), HasSubstr("  size=10\n"),
                            HasSubstr("  size=20\n"), Not(HasSubstr("MODE"))));
}

/// Every text in it, but for names that decide how it is read, with commands to a
/// terminal behind it.
Json hostile(Json value, std::string const& key = "") {
  static std::set<std::string> const kept{"kind",   "schema",  "point",   "verdict",
                                          "reason", "samples", "seed",    "order_seed",
                                          "series", "scaling", "launcher"};
  if (value.is_structured())
    for (auto at = value.begin(); at != value.end(); ++at)
      *at = hostile(*at, value.is_array() ? key : at.key());
  if (value.is_string() && kept.count(key) == 0)
    value = value.get<std::string>() + "\033[31m\033]0;t\007";
  return value;
}

TEST(Status, ShowsNoCommandsToTheTerminal) {
  Scratch const scratch;
  std::filesystem::create_directory(scratch / "s");
  std::string journal;
  for (auto const& line : read_journal(test::contract_file("simulate.jsonl")).lines) {
    journal += journal_line(line.at("kind") == "study" ? hostile(line) : line);
    if (line.at("kind") == "record") {
      auto failed = hostile(line);
      failed["verdict"] = "crash";
      failed["detail"] = "\033[2J";
      journal += journal_line(failed);
    }
  }
  put(scratch / "s" / "journal.jsonl", journal);
  for (auto const& words : {Argv{"status", "s"}, Argv{"status", "s", "--launches"}}) {
    auto asked = words;
    asked.insert(asked.end(), {"--results", scratch.path().string()});
    auto const shown = ask(asked);
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_THAT(shown.output_tail, AllOf(HasSubstr("?[31m"), Not(HasSubstr("\033"))));
  }
  EXPECT_THAT(ask({"status", "x", "--results", "/proc/\033[31m"}).output_tail,
              AllOf(HasSubstr("/proc/?[31m"), Not(HasSubstr("\033"))));
}

/// The longest line, in characters.
std::size_t longest_line(std::string const& text) {
  std::size_t longest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    longest = std::max(longest, utf8_count(line));
  return longest;
}

/// A study of whose first point one launch was disturbed, and another crashed.
void put_uneven_study(Scratch const& scratch) {
  std::filesystem::create_directory(scratch / "s");
  std::string journal, point;
  for (auto line : read_journal(test::contract_file("simulate.jsonl")).lines) {
    if (line.at("kind") == "record") {
      if (point.empty()) point = line.at("point");
      int const launch = line.at("launch");
      bool const is_meant = line.at("point") == point && launch <= 2;
      if (is_meant) line["detail"] = "others used 1.5 CPUs beside what was asked for";
      if (is_meant) line["verdict"] = launch == 1 ? "disturbed" : "crash";
      // Attempts that others disturb are repeated.
      for (int attempt = 1; is_meant && launch == 1 && attempt < 6; ++attempt) {
        line["attempt"] = attempt;
        journal += journal_line(line);
      }
    }
    journal += journal_line(line);
  }
  put(scratch / "s" / "journal.jsonl", journal);
}

TEST(Status, CallsDisturbedLaunchesByTheirName) {
  Scratch const scratch;
  put_uneven_study(scratch);
  Argv const words{"status", "s", "--results", scratch.path().string()};
  auto const points = ask(words).output_tail;
  EXPECT_THAT(points, AllOf(HasSubstr("  disturbed  failed\n"), HasSubstr("1 crash\n"),
                            Not(HasSubstr("1 disturbed"))));
  auto each = words;
  each.emplace_back("--launches");
  auto const launches = ask(each).output_tail;
  EXPECT_THAT(launches, AllOf(HasSubstr("  disturbed  others used"),
                              HasSubstr("  failed     crash: others used")));
  each.emplace_back("--json");
  auto const first = parse_json(ask(each).output_tail).at("launches");
  auto const is_disturbed = [](Json const& one) { return one["state"] == "disturbed"; };
  EXPECT_EQ(std::count_if(first.begin(), first.end(), is_disturbed), 1);
}

TEST(Lines, AreNoLongerThanTheTerminalIsWide) {
  Scratch const scratch;
  put_uneven_study(scratch);
  put(scratch / "s.yaml",
      "study: t\nprogram: {a_program_with_a_long_name: ['true']}\nscaling: strong\n"
      "samples: 50000000000\nranks: [1, 2]\nthreads: [1, 2]\nproof: none\n"
      "env: {MODE: [fast, slow]}\n");
  ScopedVariable const columns{"COLUMNS", "80"};
  auto const results = scratch.path().string();
  for (auto const& words :
       {Argv{"status", "s", "--results", results},
        Argv{"status", "s", "--launches", "--results", results}, Argv{"doctor"},
        Argv{"plan", (scratch / "s.yaml").string(), "--results", results}}) {
    auto const shown = ask(words, scratch.path()).output_tail;
    EXPECT_GT(longest_line(shown), 40U) << words.front();
    EXPECT_LE(longest_line(shown), 80U) << shown;
  }
  auto const plan = ask({"plan", (scratch / "s.yaml").string()}, scratch.path());
  EXPECT_THAT(plan.output_tail, HasSubstr("samples: 5e10"));
}

/// With its report, of two points a curve, whatever warnings a busy host adds.
TEST(Quickstart, FitsFortyLinesOfATerminal) {
  if (!has("script")) GTEST_SKIP() << "no script (bsdutils)";
  Scratch const scratch;
  setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
  setenv("ASSAY_HOST_LOCK", "off", 0);
  auto environment = own_environment();
  environment["TERM"] = "xterm";
  environment["SHELL"] = "/bin/sh";
  auto const line = fmt::format(
      "stty cols 80; '{}' run '{}/quickstart.yaml' -D samples=1e7 -D 'ranks=[1, 2]' "
      "--results '{}' 2>&1",
      ASSAY_PROGRAM, ASSAY_STUDIES, scratch.path().string());
  auto const shown =
      run_process(
          {{"script", "-qec", line, "/dev/null"}, environment, scratch.path(), ""},
          {.timeout_s = 240, .tail_bytes = 1 << 20})
          .output_tail;
  ASSERT_THAT(shown, AllOf(HasSubstr("strong scaling"), HasSubstr("weak scaling"),
                           HasSubstr("Report: ")));
  EXPECT_LE(std::count(shown.begin(), shown.end(), '\n'), 40) << shown;
}

TEST(Lines, StayWholeInAFile) {
  ScopedVariable const none{"COLUMNS", ""};
  auto const shown = ask({"doctor"}).output_tail;
  std::istringstream lines(shown);
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(line.find_first_not_of(' ') == 0 || line.starts_with("         -> "))
        << line;
}

TEST(Run, SaysOnceThatALimitOfTheStudyEndsIt) {
  StudyDirectory const study(
      "study: s\nprogram: {a: [sleep, 0.2], b: [sleep, 0.21]}\nscaling: strong\n"
      "ranks: 1\nlauncher: local\nlaunches: 5\nlimits: {wall: 500ms}\n");
  EXPECT_EQ(study.run(), 0) << study.output();
  auto const output = study.output();
  auto const at = output.find("limits.wall or limits.core_hours is reached");
  ASSERT_NE(at, output.npos) << output;
  EXPECT_EQ(output.find("is reached", at + 40), output.npos) << output;
}

TEST(Run, WaitsForNoPipeInPlaceOfItsJournal) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: 1\n"
      "launcher: simulate\nsimulate: {nodes: 1, cores_per_node: 1}\n");
  std::filesystem::create_directories(study.results());
  ASSERT_EQ(::mkfifo((study.results() / "journal.jsonl").c_str(), 0600), 0);
  auto const answer = ask({"run", "s.yaml", "--no-report"}, study.path());
  EXPECT_EQ(answer.ending, Ending::exited) << "it waited for the pipe";
  EXPECT_EQ(answer.exit_code, 4) << answer.output_tail;
  auto const status = ask({"status", "s.yaml"}, study.path());
  EXPECT_EQ(status.exit_code, 4) << status.output_tail;
  EXPECT_THAT(status.output_tail, HasSubstr("not a regular file"));
}

TEST(Plan, OfAProgramIsPricedByAPilot) {
  StudyDirectory const study(
      "study: s\nprogram: [sleep, 0.3]\nproof: none\nscaling: strong\n"
      "ranks: [1, 2]\nlaunches: 2\n");
  auto const file = (study.path() / "s.yaml").string();
  auto const blind = parse_json(ask({"plan", file, "--json"}).output_tail);
  EXPECT_EQ(blind["price"]["points_unknown"], 2);
  auto const given =
      parse_json(ask({"plan", file, "--json", "--estimate", "3"}).output_tail);
  EXPECT_DOUBLE_EQ(given["price"]["wall_s"][0], 12);
  auto const answer = ask({"plan", file, "--pilot"});
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail,
              HasSubstr("price of 2 points: from launches that were timed"));
  EXPECT_FALSE(std::filesystem::exists(study.path() / "results"));
}

TEST(Price, AboveTheCapAsksForYes) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: 1\nlaunches: 1\n"
      "limits: {core_hours: 1e-6}\n");
  EXPECT_EQ(study.run(), 2);
  EXPECT_THAT(study.output(), HasSubstr("more than its limits.core_hours of 1e-06"));
  EXPECT_FALSE(std::filesystem::exists(study.results()));
  EXPECT_EQ(study.run({"--yes"}), 0) << study.output();
  EXPECT_EQ(study.run(), 0) << "a study that goes on is not asked: " << study.output();
}

TEST(Override, ReachesTheLaunchesAndTheJournal) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: [1, 2]\n"
      "launches: 3\n");
  ASSERT_EQ(study.run({"-D", "ranks=1", "-D", "launches=1"}), 0) << study.output();
  EXPECT_EQ(study.lines("record").size(), 1U);
  EXPECT_EQ(study.lines("study")[0]["overrides"], Json({"ranks=1", "launches=1"}));
  EXPECT_EQ(study.run({"-D", "ranks=one"}), 2);
  EXPECT_THAT(study.output(), HasSubstr("-D:7: error: ranks: 'one'"));
}

TEST(Init, WritesAStudyThatIsRightAndOverwritesNothing) {
  Scratch const scratch;
  auto const file = (scratch / "mine.yaml").string();
  for (Argv const& words :
       {Argv{"init", file}, Argv{"init", file, "--kernel", "histogram"},
        Argv{"init", file, "--ranks", "1,2", "--", "echo", "it's {ranks}"}}) {
    auto const written = ask(words);
    ASSERT_EQ(written.exit_code, 0) << written.output_tail;
    auto const check = ask({"check", file});
    EXPECT_EQ(check.exit_code, 0) << check.output_tail << bytes_of(file);
    auto const before = bytes_of(file);
    auto const again = ask({"init", file});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.output_tail, HasSubstr("is there already"));
    EXPECT_EQ(bytes_of(file), before);
    std::filesystem::remove(file);
  }
  EXPECT_EQ(ask({"init", file, "--kernel", "no"}).exit_code, 2);
  EXPECT_EQ(ask({"init", (scratch / "-x y.yaml").string()}).exit_code, 2);
}

TEST(Check, SaysWhatCannotRunHere) {
  Scratch const scratch;
  auto const file = (scratch / "s.yaml").string();
  put(file, "study: s\nprogram: [no-such-program]\nscaling: weak\nranks: [1, 2]\n");
  auto const none = ask({"check", file});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.output_tail,
              AllOf(HasSubstr("study s is right\n"),
                    HasSubstr("s.yaml:3:10: warning: scaling: weak, but nothing that "
                              "program 'no-such-program' is told grows"),
                    HasSubstr("no-such-program is not on PATH (")));
  put(file,
      "study: s\nprogram: {a: [no-such-program], b: ['true']}\nscaling: strong\n"
      "ranks: 1\n");
  auto const one = ask({"check", file});
  EXPECT_EQ(one.exit_code, 0) << "the other can be measured: " << one.output_tail;
  EXPECT_THAT(one.output_tail, HasSubstr("no-such-program is not on PATH ("));
}

TEST(Import, IsAStudyInWhichNothingRuns) {
  Scratch const scratch;
  put(scratch / "times.csv", "ranks,time (s)\n1,8\n2,4.1\n4,2.2\n");
  put(scratch / "s.yaml",
      "study: times\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: 1\n");
  auto const in_scratch = [&](Argv words) {
    words.insert(words.end(), {"--results", (scratch / "results").string()});
    return ask(std::move(words), scratch.path());
  };
  auto const imported = in_scratch({"import", "times.csv", "--no-report"});
  ASSERT_EQ(imported.exit_code, 0) << imported.output_tail;
  EXPECT_THAT(imported.output_tail, HasSubstr("times: imported, not proven\n"));
  EXPECT_THAT(in_scratch({"status", "times"}).output_tail,
              HasSubstr("study times: 3 points, 0 skipped; imported, not proven\n"));
  auto const status = parse_json(in_scratch({"status", "times", "--json"}).output_tail);
  EXPECT_EQ(status["points"][2]["proof"], "imported");
  EXPECT_EQ(status["points"][2]["median_s"], 2.2);
  for (auto const* command : {"run", "submit"}) {
    for (auto const* study : {"s.yaml", "times", "results/times"}) {
      auto const refused = in_scratch({command, study});
      EXPECT_EQ(refused.exit_code, 2) << command;
      EXPECT_THAT(refused.output_tail, HasSubstr("holds imported numbers"))
          << command << " " << study;
      EXPECT_THAT(refused.output_tail, HasSubstr("give the study another name"));
    }
  }
}

TEST(Pack, MakesAnArchiveAndReplacesNone) {
  Scratch const scratch;
  put(scratch / "times.csv", "ranks,time (s)\n1,8\n2,4.1\n4,2.2\n");
  auto const results = (scratch / "results").string();
  ask({"import", "times.csv", "--no-report", "--results", results}, scratch.path());
  Argv const words{"pack", "times", "--results", results, "--anonymous"};
  auto const packed = ask(words, scratch.path());
  EXPECT_EQ(packed.exit_code, 0) << packed.output_tail;
  EXPECT_THAT(packed.output_tail, HasSubstr("times.tar.gz: "));
  EXPECT_TRUE(std::filesystem::exists(scratch / "times.tar.gz"));
  auto const again = ask(words, scratch.path());
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.output_tail, HasSubstr("--force"));
  auto const none = ask({"pack", "none", "--results", results}, scratch.path());
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.output_tail, HasSubstr("no study in"));
}

TEST(Import, HandsOverWhatItsOptionsSay) {
  Scratch const scratch;
  put(scratch / "t.csv", "n;a;t\n1;x;1,234\n2;x;1,034\n");
  Argv words{"import", "t.csv", "--results", "r", "--no-report", "--gpus", "n"};
  words.insert(words.end(), {"--time", "t", "--by", "a", "--weak"});
  auto const asks = ask(words, scratch.path());
  EXPECT_EQ(asks.exit_code, 2);
  EXPECT_THAT(asks.output_tail, HasSubstr("t.csv:2:5: '1,234' may be"));
  words.insert(words.end(), {"--decimal", ",", "--base", "-3"});
  EXPECT_THAT(ask(words, scratch.path()).output_tail, HasSubstr("--base: '-3' is not"));
  words.back() = "3";
  auto const answer = ask(words, scratch.path());
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.output_tail,
              AllOf(HasSubstr("'n': the GPUs\n"), HasSubstr("weak scaling: 1 curve")));
}

TEST(History, PutsStudiesInOrderAndSaysWhatChanged) {
  Scratch const scratch;
  auto const in_scratch = [&](Argv words) {
    words.insert(words.end(), {"--results", (scratch / "results").string()});
    return ask(std::move(words), scratch.path());
  };
  Argv words{"history"};
  for (int i = 1; i <= 8; ++i) {
    auto const name = fmt::format("v{}", i);
    put(scratch / (name + ".csv"),
        fmt::format("ranks,time (s)\n1,8\n4,{}\n", i < 5 ? "2.00" : "3.00"));
    in_scratch({"import", name + ".csv", "--no-report"});
    words.push_back(i == 1 ? "first=v1" : name);  // below results
  }
  auto const asks = in_scratch(words);
  EXPECT_EQ(asks.exit_code, 0);
  EXPECT_THAT(asks.output_tail,
              AllOf(HasSubstr("first"), HasSubstr("SLOWER +50.0 %"),
                    HasSubstr((scratch / "results/history/history.html").string())));
  EXPECT_TRUE(std::filesystem::exists(scratch / "results/history/history.json"));
  words.insert(words.end(), {"--fail-on", "slower"});
  EXPECT_EQ(in_scratch(words).exit_code, 1);
  words.insert(words.end(), {"--within", "3"});
  EXPECT_EQ(in_scratch(words).exit_code, 0);
  words.insert(words.end(), {"--by", "name"});
  auto const refused = in_scratch(words);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.output_tail, HasSubstr("--by: invalid choice: 'name'"));
}

TEST(Compare, OfMoreThanTwoIsTheirHistory) {
  Scratch const scratch;
  auto const in_scratch = [&](Argv words) {
    words.insert(words.end(), {"--results", (scratch / "results").string()});
    return ask(words, scratch.path());
  };
  for (auto const& [name, seconds] :
       {std::pair("c", "8.00"), std::pair("a", "4.00"), std::pair("b", "2.00")}) {
    put(scratch / (std::string(name) + ".csv"),
        fmt::format("ranks,time (s)\n1,16\n2,{}\n", seconds));
    in_scratch({"import", std::string(name) + ".csv", "--no-report"});
  }
  auto const answer = in_scratch({"compare", "c", "a", "b", "--format", "csv"});
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail, HasSubstr("c,1,8,,,,yes\na,1,4,,,-0.5,yes\nb,1,"))
      << "in the order in which they are given";
  auto const in_one = ask({"compare", "c", "a", "b", "--interleave"});
  EXPECT_EQ(in_one.exit_code, 2);
  EXPECT_THAT(in_one.output_tail, HasSubstr("--interleave measures two studies"));
}

TEST(Completion, OffersCommandsAndOptionsInBash) {
  auto const script = ask({"completion", "bash"}).output_tail;
  Scratch const scratch;
  put(scratch / "script", script);
  // What is typed may hold anything; nothing of it may run.
  put(scratch / "use",
      ". ./script\n"
      "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _assay; "
      "echo \"${COMPREPLY[*]}\"; }\n"
      "try assay pl\ntry assay scale --la\ntry assay run --retry\ntry assay run "
      "'--$(touch canary)'\n"
      "try assay '$(touch canary)' '--x`touch canary`'\n");
  auto const answer = run_process(
      {{"bash", "./use"}, own_environment(), scratch.path(), ""}, {.timeout_s = 20});
  EXPECT_EQ(answer.output_tail, "plan\n--launcher --launches\n--retry-failed\n\n\n");
  EXPECT_FALSE(std::filesystem::exists(scratch / "canary"));
}

TEST(Completion, IsReadByZshAndFishWhereTheyAre) {
  Scratch const scratch;
  for (auto const* shell : {"zsh", "fish"}) {
    auto const script = ask({"completion", shell}).output_tail;
    EXPECT_THAT(script, HasSubstr("retry-failed"));
    if (!has(shell)) continue;
    put(scratch / shell, script);
    auto const read = run_process(
        {{shell, "-n", (scratch / shell).string()}, own_environment(), "/", ""}, {});
    EXPECT_EQ(read.exit_code, 0) << shell << ": " << read.output_tail;
  }
  EXPECT_EQ(ask({"completion", "tcsh"}).exit_code, 2);
}

constexpr char const* one_and_two_ranks =
    "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: [1, 2]\nlaunches: 1\n";

TEST(Launcher, IsThatOfTheBuildWhereNoneIsOnPath) {
  StudyDirectory const study(one_and_two_ranks);
  auto const programs = study.path() / "bin";
  std::filesystem::create_directory(programs);
  // Without it Open MPI's does not start, not even on one host.
  std::filesystem::create_symlink("/usr/bin/ssh", programs / "ssh");
  ScopedVariable const path("PATH", programs);
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 2}}));
  EXPECT_THAT(study.output(), HasSubstr("there is no mpiexec on PATH that starts; "
                                        "taking " +
                                        mpiexec_of_workers()));
}

TEST(Launcher, IsNoneWhereThereIsNoMpiexec) {
  StudyDirectory const study(one_and_two_ranks);
  auto const workers = study.path() / "workers";
  std::filesystem::copy(ASSAY_FAULT_WORKERS, workers);
  std::filesystem::remove(workers / "mpiexec-of-build.txt");
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  ScopedVariable const path("PATH", "/nonexistent");
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0)["requested"]["launcher"], "local");
  EXPECT_THAT(study.output(),
              AllOf(HasSubstr("note: there is no mpiexec here"),
                    HasSubstr("2 ranks x 1 thread, 1e6 samples: launcher local starts "
                              "one rank, and there is no mpiexec here")));
}

TEST(Words, ThatAreNotKnownAreToldWithWhatMayBeMeant) {
  Scratch const scratch;
  put(scratch / "mine.yaml", one_and_two_ranks);
  struct Mistake {
    Argv words;
    char const* answer;
  };
  for (auto const& [words, answer] :
       {Mistake{{"ruun"}, "there is no command 'ruun'. Did you mean 'run'?"},
        Mistake{{"--verzion"}, "there is no option '--verzion'. Did you mean '--vers"},
        Mistake{{"help", "plam"}, "Did you mean 'plan'?"},
        Mistake{{"run", "--fersh", "mine.yaml"}, "'--fersh'. Did you mean '--fresh'?"},
        Mistake{{"plan", "mine.yaml", "more"}, "plan: 'more' is one word too many"},
        Mistake{{"scale", "--rnks", "1", "--", "true"}, "Did you mean '--ranks'?"},
        Mistake{{"plan", "mime.yaml"}, "Did you mean 'mine.yaml'?"},
        Mistake{{"status", "nosuch"}, "'nosuch' is no study file, and no study in"},
        Mistake{{"compare", "nosuch", "nosuch"}, "'nosuch' is no study file"},
        Mistake{{"compare", "mine"}, "compare: B is missing: the study judged. assay "},
        Mistake{{"part", "mine.yaml", "--index", "0"}, "part: --of is missing: how "},
        Mistake{{}, "Usage: assay"}}) {
    auto const told = ask(words, scratch.path());
    EXPECT_EQ(told.exit_code, 2) << answer;
    EXPECT_THAT(told.output_tail, HasSubstr(answer));
  }
}

TEST(Help, IsOfAllCommandsOrOfOne) {
  auto const all = ask({"help"});
  EXPECT_EQ(all.exit_code, 0);
  EXPECT_THAT(all.output_tail, AllOf(HasSubstr("Usage: assay"), HasSubstr("doctor")));
  EXPECT_THAT(ask({"help", "run"}).output_tail,
              AllOf(HasSubstr("Usage: assay run"), HasSubstr("--retry-failed")));
}

constexpr char const* quick_program =
    "study: s\nprogram: ['true']\nscaling: strong\nranks: 1\nlauncher: local\n"
    "launches: 2\n";

TEST(Study, ThatWasBegunIsTakenByItsName) {
  StudyDirectory const study(quick_program);
  ASSERT_EQ(study.run(), 0) << study.output();
  std::filesystem::rename(study.path() / "s.yaml", study.path() / "moved.yaml");
  for (Argv const& words : {Argv{"plan", "s"}, Argv{"check", "results/s"},
                            Argv{"run", "s", "--no-report"}, Argv{"status", "s"}}) {
    auto const answer = ask(words, study.path());
    EXPECT_EQ(answer.exit_code, 0) << words.front() << ": " << answer.output_tail;
  }
  EXPECT_EQ(study.lines("record").size(), 2U) << "it goes on, and nothing was left";
}

TEST(Study, IsMeantWhereAProgramHasItsName) {
  StudyDirectory const study(quick_program);
  ASSERT_EQ(study.run(), 0) << study.output();
  put(study.path() / "s",
      "\x7f"
      "ELF, which is no study file");
  auto const answer = ask({"status", "s"}, study.path());
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
}

TEST(Only, ThatHoldsForNothingIsAMistake) {
  StudyDirectory const study(one_and_two_ranks);
  auto const only = [&](char const* text) {
    return ask({"run", "s.yaml", "--no-report", "--dry-run", "--only", text},
               study.path());
  };
  EXPECT_THAT(only("ranks==1 || ranks==2").output_tail, HasSubstr("2 ranks x 1"));
  for (auto const* text : {"a || b", "ranks>=8", "ranks==1 || size==2", "kernel<pi",
                           "ranks==1 || ranks==8"}) {
    auto const refused = only(text);
    EXPECT_EQ(refused.exit_code, 2) << text << ": " << refused.output_tail;
  }
}

constexpr char const* crashing_model =
    "study: s\nkernel: pi\nscaling: strong\nsamples: 1e12\nranks: [1, 2, 4]\n"
    "launcher: simulate\nlaunches: 10\nlimits: {timeout: 24h}\n"
    "simulate: {nodes: 1, cores_per_node: 4, faults: {crash: 10%}}\n";

TEST(Progress, IsOneLineThatFitsAndHasTheNumber) {
  if (!has("script")) GTEST_SKIP() << "no script";
  StudyDirectory const study(crashing_model);
  auto const shown = on_terminal(study, 50, "");
  EXPECT_THAT(shown, HasSubstr("\033[31mcrash\033[0m: exit code 139"));
  EXPECT_THAT(shown, HasSubstr("exit code 1: "));
  std::istringstream parts(shown);
  int lines = 0;
  bool has_number = false;
  for (std::string part; std::getline(parts, part, '\r');) {
    if (!part.starts_with("\033[K[") || part.find("crash") != part.npos) continue;
    ++lines;
    has_number = has_number || part.ends_with(" s");
    EXPECT_LE(part.size() - 3, 49U) << part;
    EXPECT_THAT(part, AllOf(Not(HasSubstr(" min left")), Not(HasSubstr(" h left"))));
  }
  EXPECT_GT(lines, 30) << shown;
  EXPECT_TRUE(has_number) << shown;
}

TEST(Progress, HasNoColourWhereNoneIsWanted) {
  if (!has("script")) GTEST_SKIP() << "no script";
  for (auto const* words : {"NO_COLOR=1", "TERM=dumb"}) {
    StudyDirectory const study(crashing_model);
    auto const shown = on_terminal(study, 80, words);
    EXPECT_THAT(shown, AllOf(HasSubstr("crash: exit code"), Not(HasSubstr("\033[3"))));
  }
}

TEST(ExitCode, IsExplainedAtATerminalOnly) {
  if (!has("script")) GTEST_SKIP() << "no script";
  StudyDirectory const study("study: s\nkernel: pi\n");
  EXPECT_THAT(on_terminal(study, 80, ""),
              HasSubstr("exit code 2: usage or study file"));
  EXPECT_THAT(ask({"run", "s.yaml"}, study.path()).output_tail,
              Not(HasSubstr("exit code")));
}

TEST(Submit, AsksBeforeMuchThatHasNoLimit) {
  Scratch const scratch;
  put(scratch / "s.yaml",
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e15\nnodes: 64\n"
      "ranks: 8192\nlimits: {timeout: 1h}\n");
  Argv const words{"submit", "s.yaml", "--machine", "64x128"};
  auto const refused = ask(words, scratch.path());
  EXPECT_EQ(refused.exit_code, 2) << refused.output_tail;
  EXPECT_THAT(refused.output_tail,
              AllOf(HasSubstr(" core-hours, and has no limits.core_hours. Set it, or "
                              "submit with --yes"),
                    Not(HasSubstr("e+0"))));
  auto sure = words;
  sure.push_back("--yes");
  EXPECT_THAT(ask(sure, scratch.path()).output_tail, Not(HasSubstr("submit with")));
}

TEST(Submit, AsksAtATerminalAndTakesNoForNo) {
  if (!has("script")) GTEST_SKIP() << "no script";
  Scratch const scratch;
  put(scratch / "s.yaml",
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e15\nnodes: 64\n"
      "ranks: 8192\nlimits: {timeout: 1h}\n");
  put(scratch / "answer", "n\n");
  auto environment = own_environment();
  environment["SHELL"] = "/bin/sh";
  environment["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
  auto const line = fmt::format("'{}' submit s.yaml --machine 64x128", ASSAY_PROGRAM);
  auto const shown = run_process({.argv = {"script", "-qec", line, "/dev/null"},
                                  .environment = environment,
                                  .directory = scratch.path(),
                                  .run_id = "",
                                  .input = scratch / "answer"},
                                 {.timeout_s = 60});
  EXPECT_EQ(shown.exit_code, 2);
  EXPECT_THAT(shown.output_tail,
              AllOf(HasSubstr("study s: 1 point, 0 skipped; 64 nodes of 128 cores"),
                    HasSubstr("has no limits.core_hours. Submit it? [y/N] "),
                    HasSubstr("assay: nothing was submitted")));
}

TEST(Mistake, OfAShellStudyIsToldInItsWords) {
  StudyDirectory const study(quick_program);
  auto const scale = [&](Argv const& words) {
    Argv all{"scale", "--launches", "1", "--no-report"};
    all.insert(all.end(), words.begin(), words.end());
    return ask(all, study.path()).output_tail;
  };
  EXPECT_THAT(scale({"--ranks", "1,", "--", "true"}),
              HasSubstr("--ranks: '1,' has a comma too many"));
  EXPECT_THAT(scale({"--ranks", "1", "--name", "a", "--", "echo", "{{ranks}}"}),
              Not(HasSubstr("no placeholder")));
  EXPECT_THAT(scale({"--ranks", "1", "--samples", "1e6", "--name", "b", "--", "true"}),
              HasSubstr("no word of the program holds {samples}"));
}

TEST(Mistake, IsThatOfTheWrapperOrOfTheSetup) {
  StudyDirectory const wrapped(std::string(quick_program) + "wrap: ['true']\n");
  EXPECT_EQ(wrapped.run(), 1);
  EXPECT_THAT(wrapped.output(), HasSubstr("ended well, but started nothing"));
  EXPECT_EQ(wrapped.verdicts(), (std::map<std::string, int>{{"config", 1}}));
  StudyDirectory const unset(std::string(quick_program) +
                             "setup: [[sh, -c, 'echo one; echo two; exit 3']]\n");
  EXPECT_EQ(unset.run(), 3);
  EXPECT_THAT(unset.output(), HasSubstr("exit code 3\none\ntwo\n"));
}

TEST(Mistake, OfAnEmptyPathIsNamed) {
  StudyDirectory const study(quick_program);
  ScopedVariable const path("PATH", "");
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("true is not found: PATH is empty"));
}

}  // namespace
}  // namespace assay
