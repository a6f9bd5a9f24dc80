// SPDX-License-Identifier: Apache-2.0
// What commands say of studies that few have, and hand on to the analysis. Studies are
// simulated, and `echo` stands for the analysis, so that it costs no time.
#include <gmock/gmock.h>

#include "common/json.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class CommandsTest : public testing::Test {
 protected:
  void write(std::string const& name, std::string const& more = "") const {
    put(scratch_ / (name + ".yaml"),
        "study: " + name +
            "\nkernel: pi\nscaling: strong\nsamples: 1e9\nlauncher: simulate\n" + more);
  }

  void write_program(std::string const& name, std::string const& more = "") const {
    put(scratch_ / (name + ".yaml"),
        "study: " + name + "\nprogram: [/bin/true]\nscaling: strong\nranks: 1\n" +
            more);
  }

  /// A directory of results without a line.
  void put_results(std::string const& directory) const {
    std::filesystem::create_directories(scratch_ / directory);
    put(scratch_ / (directory + "/journal.jsonl"), "");
  }

  /// `assay` with these words, where the studies are.
  ProcessResult assay(Argv words) const {
    words.insert(words.begin(), ASSAY_PROGRAM);
    auto environment = own_environment();
    environment["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
    for (auto const& [name, value] : variables_) environment[name] = value;
    return run_process({std::move(words), environment, scratch_.path(), ""},
                       {.timeout_s = 60, .tail_bytes = 1 << 20});
  }

  std::string said(Argv words) const { return assay(std::move(words)).output_tail; }

  /// The same of words that end with this exit code.
  std::string ends(int exit_code, Argv words) const {
    auto const answer = assay(std::move(words));
    EXPECT_EQ(answer.exit_code, exit_code);
    return answer.output_tail;
  }

  Scratch scratch_;
  Environment variables_{{"ASSAY_PYTHON", "echo"}};
};

constexpr char const* on_two_cores =
    "ranks: [1, 2, 100]\nsimulate: {nodes: 1, cores_per_node: 2}\n";

TEST_F(CommandsTest, APlanSaysWhatIsNotOfTheStudyItself) {
  variables_["ASSAY_SITE"] = scratch_ / "site.yaml";
  put(scratch_ / "s.yaml",
      "study: s\nkernel: pi\nscaling: [strong, weak]\nsamples: 1e9\n"
      "launcher: simulate\nceiling_repetitions: 2\n"
      "launches: {min: 4, max: 6, until: 0.1%}\n" +
          std::string(on_two_cores));
  put(scratch_ / "site.yaml", "slurm: {account: p}\ngridengine: {queue: long.q}\n");
  auto const plan = said({"plan", "s.yaml", "-D", "order_seed=7"});
  EXPECT_THAT(
      plan, AllOf(HasSubstr("\n  -D order_seed=7\n"),
                  HasSubstr("\n  from the site: slurm.account: p\n"),
                  HasSubstr("\n  from the site: gridengine.queue: long.q\n"),
                  HasSubstr("(wider at 2 % noise)\n"),
                  HasSubstr("and 2 of the ceilings, "), HasSubstr(", order seed 7\n")));
}

TEST_F(CommandsTest, APlanNamesWhatIsSkippedAndWhy) {
  write("s", on_two_cores);
  auto const why = HasSubstr("needs 100 cores on a node, there are 2");
  EXPECT_THAT(said({"plan", "s.yaml"}),
              AllOf(HasSubstr("skipped: pi (openmp), 100 ranks"), why,
                    HasSubstr("\n2 points, 1 skipped\n")));
  auto const json = parse_json(said({"plan", "s.yaml", "--json"}));
  EXPECT_EQ(json.at("points").size(), 2U);
  ASSERT_EQ(json.at("skipped").size(), 1U);
  EXPECT_THAT(json.at("skipped").at(0).at("reason").get<std::string>(), why);
}

TEST_F(CommandsTest, APlanTakesThePriceFromEarlierLaunches) {
  write("s", std::string(on_two_cores) + "launches: 2\n");
  ASSERT_EQ(assay({"run", "s.yaml", "--no-report"}).exit_code, 0);
  EXPECT_THAT(said({"plan", "s.yaml"}),
              HasSubstr("price of 2 points: from launches that were timed"));
}

TEST_F(CommandsTest, StatusSaysWhyPointsEnded) {
  write("bad",
        "launches: 4\nranks: [1, 100]\nsimulate: {nodes: 1, cores_per_node: 2, "
        "faults: {crash: 100%}}\n");
  EXPECT_EQ(assay({"run", "bad.yaml", "--no-report"}).exit_code, 1);
  EXPECT_THAT(said({"status", "bad"}), HasSubstr("  given up  3 crash\n"));
  auto const json = parse_json(said({"status", "bad", "--json"}));
  auto const& point = json.at("points").at(0);
  EXPECT_EQ(point.at("state"), "failed");
  EXPECT_EQ(point.at("failures"), Json({{"crash", 3}}));
  EXPECT_EQ(json.at("skipped").size(), 1U);
  write("cut", std::string(on_two_cores) + "launches: 4\nlimits: {wall: 1s}\n");
  EXPECT_EQ(assay({"run", "cut.yaml", "--no-report"}).exit_code, 0);
  EXPECT_THAT(said({"status", "cut"}), HasSubstr("  limit\n"));
}

TEST_F(CommandsTest, StatusNamesLinesThatCannotBeRead) {
  write("s", std::string(on_two_cores) + "launches: 1\n");
  ASSERT_EQ(assay({"run", "s.yaml", "--no-report"}).exit_code, 0);
  auto const journal = scratch_ / "results/s/journal.jsonl";
  put(journal, bytes_of(journal) + "{\"kind\":\"rec\n");
  EXPECT_THAT(said({"status", "s"}),
              AllOf(HasSubstr(journal.string() + ":12: "),
                    HasSubstr(": does not end with a checksum\n")));
  put(journal, "");
  EXPECT_THAT(said({"status", "s"}),
              HasSubstr("results/s: no study has been started\n"));
}

TEST_F(CommandsTest, ADirectoryThatSaysNoStudyIsNotRun) {
  put_results("results/old");
  EXPECT_THAT(ends(2, {"run", "old"}),
              HasSubstr("results/old does not say its study: name the study file"));
}

TEST_F(CommandsTest, TheRunOfTwoStudiesGoesOnByTheirNames) {
  write("a", on_two_cores);
  write("b", std::string(on_two_cores) + "repetitions: 5\n");
  ASSERT_EQ(assay({"compare", "--interleave", "a.yaml", "b.yaml"}).exit_code, 0);
  EXPECT_THAT(ends(2, {"run", "a-beside-b"}),
              HasSubstr("results/a-beside-b compares two studies, a and b: name these "
                        "to assay compare --interleave"));
}

TEST_F(CommandsTest, AReportNeedsAJournal) {
  write("s", on_two_cores);
  EXPECT_THAT(ends(3, {"report", "s.yaml"}),
              HasSubstr("there is no journal in results/s. Run the "
                        "study first: assay run"));
}

TEST_F(CommandsTest, AnAnalysisIsToldDirectoriesAndOptions) {
  for (auto const* directory : {"results/a", "results/b"}) put_results(directory);
  EXPECT_EQ(said({"compare", "a@1a2b3c4", "b,a", "--band", "5%"}),
            "-m scaling compare --format text --band 5% -- results/a@1a2b3c4 "
            "results/b,results/a\n");
  EXPECT_THAT(said({"compare", "a", "none@1a2b3c4"}),
              HasSubstr("'none' is no study file, and no study in results"));
  put_results("x@y");
  EXPECT_THAT(said({"compare", "x@y", "a"}), HasSubstr(" -- x@y results/a\n"))
      << "a directory that is there is no commit";
  EXPECT_EQ(said({"report", "a", "--verify", "--style", "two-columns", "--open"}),
            "-m scaling report results/a --verify --style=two-columns --open\n");
  EXPECT_EQ(said({"report", "a", "--format", "html", "--format", "svg,csv"}),
            "-m scaling report results/a --format=html --format=svg,csv\n");
}

TEST_F(CommandsTest, AnAnalysisThatCannotBeStartedIsNamed) {
  put_results("results/a");
  EXPECT_EQ(said({"pack", "a", "--output", "a.tgz", "--force"}),
            "-m scaling pack --output=a.tgz --force -- results/a\n");
  variables_["ASSAY_PYTHON"] = "/nonexistent/python3";
  EXPECT_THAT(ends(3, {"report", "a"}),
              AllOf(HasSubstr("cannot start /nonexistent/python3: No such file"),
                    HasSubstr("Set ASSAY_PYTHON to a Python with numpy")));
}

TEST_F(CommandsTest, AListOfHostsThatIsNotThereHasItsPlace) {
  write_program("s", "hosts: nodes.txt\n");
  EXPECT_THAT(ends(2, {"check", "s.yaml"}),
              HasSubstr("s.yaml:5:8: error: hosts: 'nodes.txt' is no file that can be "
                        "read. Name one beside the study, or hosts like [n1, n2]"));
}

/// A copy of the program alone is not an installation.
TEST_F(CommandsTest, AnInstallationThatLacksAPartSaysWhich) {
  namespace fs = std::filesystem;
  auto const copy = [&](std::string const& name,
                        std::vector<std::string> const& parts) {
    auto const programs = scratch_ / name / "bin";
    fs::create_directories(programs);
    for (auto const& part : parts)
      fs::copy_file(fs::path(ASSAY_PROGRAM).parent_path() / part, programs / part);
    return (programs / "assay").string();
  };
  auto const refusal = [&](std::string const& program, char const* study) {
    write_program("s", study);
    auto const answer = run_process({{program, "run", "s.yaml", "--no-report"},
                                     own_environment(),
                                     scratch_.path(),
                                     ""},
                                    {.timeout_s = 60});
    EXPECT_EQ(answer.exit_code, 3);
    return answer.output_tail;
  };
  auto const bare = copy("bare", {"assay"});
  EXPECT_THAT(refusal(bare, "launcher: local\n"),
              HasSubstr("stands apart from what came with it"));
  fs::create_directories(scratch_ / "analysis/scaling");
  EXPECT_THAT(
      refusal(bare, "launcher: local\n"),
      HasSubstr("assay-look is missing, by which a launcher is tried. Build again"));
  EXPECT_THAT(
      refusal(copy("part", {"assay", "assay-look"}), "launcher: local\n"),
      HasSubstr("libassay-witness.so is missing, by which a program is seen to run"));
  EXPECT_THAT(
      refusal(copy("a:b", {"assay", "assay-look", "libassay-witness.so"}),
              "launcher: local\n"),
      HasSubstr("cannot be loaded into programs: a colon in its path ends a name"));
}

TEST_F(CommandsTest, SubmitRefusesWhatNoJobCanRun) {
  write("model", on_two_cores);
  write_program("hosts", "hosts: [n1]\n");
  write_program("time", "slurm: {directives: [--time=3]}\n");
  struct Refused {
    char const *file, *why;
  };
  for (auto const& [file, why] :
       {Refused{"model.yaml", "the study simulates a cluster, which takes no job"},
        Refused{"hosts.yaml", "the study names hosts, which takes no job"},
        Refused{"time.yaml", "--time of sbatch is set by assay submit itself"}}) {
    SCOPED_TRACE(file);
    EXPECT_THAT(ends(2, {"submit", file, "--machine", "2x2"}), HasSubstr(why));
  }
}

/// In a job of one host, of which the scheduler says what `answer` prints.
TEST_F(CommandsTest, ARunInAJobWhoseTimeIsOverSaysHowItGoesOn) {
  write_program("s", "launcher: local\nproof: none\n");
  auto const qstat_prints = [&](std::string const& script) {
    put_command(scratch_ / "qstat", script);
  };
  auto const outcome = [&](Argv const& more) {
    Argv words{"run", "s.yaml", "--no-report", "--reserve", "0"};
    words.insert(words.end(), more.begin(), more.end());
    return ends(1, words);
  };
  variables_["PATH"] = scratch_.path().string() + ":" + std::getenv("PATH");
  put(scratch_ / "nodes", "localhost\n");
  variables_["PBS_JOBID"] = "12.server";
  variables_["PBS_NODEFILE"] = scratch_ / "nodes";
  std::string const pbs_job =
      "cat <<END\n    job_state = R\n    Resource_List.walltime = 00:00:02\nEND\n";
  qstat_prints(pbs_job);
  EXPECT_THAT(
      outcome({}),
      HasSubstr("the time of the job is over, and the study is not done: of PBS "
                "no other job is asked. The same command goes on from here"));
  auto const asked = "'" + (scratch_ / "asked").string() + "'";
  qstat_prints("[ -e " + asked + " ] && exit 1; touch " + asked + "\n" + pbs_job);
  EXPECT_THAT(outcome({}), HasSubstr("the job was ended before its time (PBS says "
                                     "nothing of it), and the study is not done"));
  EXPECT_THAT(said({"run", "s.yaml", "-D", "hosts=[n1]", "-D", "launcher=mpiexec"}),
              HasSubstr("the study names hosts, but this is PBS job 12.server, which "
                        "has nodes of its own. Take hosts: out of the study"));
  variables_.erase("PBS_JOBID");
  variables_.erase("PBS_NODEFILE");
  variables_["JOB_ID"] = "7";
  variables_["SGE_JOB_SPOOL_DIR"] = scratch_.path();
  variables_["NSLOTS"] = "1";
  qstat_prints(
      "cat <<END\n<job_list state='running'>\n<JB_job_number>7</JB_job_number>\n"
      "<state>r</state>\n<JAT_start_time>$(date +%Y-%m-%dT%H:%M:%S)</JAT_start_time>\n"
      "<hard_request name='h_rt' x='0'>2</hard_request>\n</job_list>\nEND\n");
  EXPECT_THAT(outcome({}), HasSubstr("gridengine.continue is no. The same command"));
  EXPECT_THAT(outcome({"-D", "gridengine.continue=requeue"}),
              AllOf(HasSubstr("no launch fits into the time of the job: it had "),
                    HasSubstr("of which the last 0 s are not for launches")));
}

TEST_F(CommandsTest, APlaceholderThatIsMisspeltIsNoted) {
  auto const answer = said({"scale", "--ranks", "1", "--launches", "1", "--no-report",
                            "--name", "s", "--", "/bin/true", "{rank}", "{braces}"});
  EXPECT_THAT(answer, HasSubstr("note: '{rank}' is no placeholder, and is handed on"));
  EXPECT_THAT(answer, Not(HasSubstr("'{braces}'")));
}

TEST_F(CommandsTest, AProgramIsPlannedWithoutAnyWorkers) {
  variables_["ASSAY_WORKER_DIR"] = scratch_.path();
  write_program("p", "proof: none\n");
  EXPECT_THAT(said({"plan", "p.yaml"}), HasSubstr("\n1 point, 0 skipped\n"));
}

}  // namespace
}  // namespace assay
