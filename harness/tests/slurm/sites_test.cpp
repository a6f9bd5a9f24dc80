// SPDX-License-Identifier: Apache-2.0
// What sites do that others do not; docs/slurm.md has the table.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "cluster.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

/// One launch of each point, of a moment.
std::string site_study(std::string const& axes) {
  return "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nrepetitions: 2\n"
         "launches: 1\nlimits: {timeout: 20s}\n" +
         axes;
}

std::multiset<std::string> site_verdicts(Cluster const& cluster) {
  std::multiset<std::string> found;
  for (auto const& record : cluster.lines("s", "record"))
    found.insert(record["verdict"].get<std::string>() + " of " +
                 record["requested"]["launcher"].get<std::string>());
  return found;
}

/// Runs a command with a job around it, on all of its nodes.
ProcessResult in_job(Cluster const& cluster, int nodes, Argv const& options,
                     Argv const& command) {
  Argv words{"salloc", "--exclusive", "--nodes=" + std::to_string(nodes)};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), command.begin(), command.end());
  return cluster.run(words);
}

Argv const run_site_study{"./assay", "run", "s.yaml", "--no-report"};

void expect_measured(Cluster const& cluster, Argv const& options) {
  auto const answer = in_job(cluster, 1, options, run_site_study);
  EXPECT_THAT(site_verdicts(cluster), testing::ElementsAre("ok of srun"))
      << answer.output_tail;
}

TEST(Sites, LaunchesInsideAStepShareItsResources) {
  Cluster const cluster;
  cluster.write("s.yaml", site_study("nodes: [1, 2]\nranks: 2\n"));
  auto const answer = in_job(cluster, 2, {"srun", "--ntasks=1"}, run_site_study);
  EXPECT_THAT(site_verdicts(cluster), testing::ElementsAre("ok of srun", "ok of srun"))
      << answer.output_tail;
}

/// The words of the launches that `auto` makes of nodes of this shape.
std::string planned(std::vector<std::string> const& shapes, Argv const& options,
                    std::string const& threads_here) {
  Cluster const cluster(
      {.nodes = static_cast<int>(shapes.size()), .node_shapes = shapes});
  cluster.write("s.yaml", site_study("nodes: " + std::to_string(shapes.size()) +
                                     "\nranks: auto\nthreads: 1\n"));
  return in_job(cluster, static_cast<int>(shapes.size()), options,
                {"env", "HWLOC_SYNTHETIC=core:2 pu:" + threads_here, "./assay", "run",
                 "s.yaml", "--dry-run"})
      .output_tail;
}

constexpr char const* two_threads = "CoresPerSocket=2 ThreadsPerCore=2";
auto const uses_two_cores =
    AllOf(HasSubstr("--ntasks=2 "), Not(HasSubstr("--ntasks=4 ")));

TEST(Sites, HardwareThreadsAreNoCores) {
  EXPECT_THAT(planned({two_threads}, {}, "2"), uses_two_cores);
  EXPECT_THAT(planned({two_threads}, {}, "1"), uses_two_cores);  // another login node
}

TEST(Sites, AHintOfOneThreadHidesNoCore) {
  EXPECT_THAT(planned({two_threads}, {"--hint=nomultithread"}, "2"), uses_two_cores);
  EXPECT_THAT(planned({two_threads}, {"--threads-per-core=1"}, "2"), uses_two_cores);
  Cluster const cluster;
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  expect_measured(cluster, {"--hint=nomultithread"});
}

TEST(Sites, CpusMayBeCores) {
  EXPECT_THAT(planned({std::string("CPUs=2 ") + two_threads}, {}, "2"), uses_two_cores);
}

TEST(Sites, UnlikeNodesAreAskedOneByOne) {
  EXPECT_THAT(
      planned({"CoresPerSocket=2", "CoresPerSocket=1 ThreadsPerCore=2"}, {}, "1"),
      uses_two_cores);
}

TEST(Sites, AJobThatHasEndedIsIgnored) {
  Cluster cluster({.nodes = 1});
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  cluster.write("env.sh", "#!/bin/bash\nenv | grep ^SLURM_ >variables\n");
  auto const job = cluster.submit({"--exclusive", "--output=/dev/null", "env.sh"});
  ASSERT_EQ(cluster.wait_for_end(job), "COMPLETED");
  auto const answer =
      cluster.run({"bash", "-c",
                   "set -a; . ./variables; ./assay run s.yaml --no-report --verbose"});
  EXPECT_THAT(answer.output_tail, HasSubstr("SLURM_JOB_ID=" + job +
                                            " names no running job; its variables are "
                                            "ignored"));
  EXPECT_THAT(site_verdicts(cluster), testing::ElementsAre("ok of mpiexec"))
      << answer.output_tail;
}

TEST(Sites, WhatSlurmDoesNotSayInTimeIsTold) {
  Cluster cluster({.nodes = 1});
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  cluster.stand_before("sinfo", "exec sleep 60\n");
  cluster.stand_before(
      "srun", "[[ $1 != --mpi=list ]] || exec sleep 60\nexec \"$real\" \"$@\"\n");
  auto const answer = in_job(cluster, 1, {}, run_site_study);
  EXPECT_THAT(
      answer.output_tail,
      AllOf(HasSubstr("warning: sinfo does not say how many CPUs"),
            HasSubstr("warning: srun does not say by which plugins it starts "
                      "ranks (no answer within 10 s), so mpiexec starts them")));
  EXPECT_THAT(site_verdicts(cluster), testing::ElementsAre("ok of mpiexec"))
      << answer.output_tail;
}

// Its id is that of the array; squeue names tasks that wait before it.
TEST(Sites, TheLastTaskOfAnArrayKnowsItsJob) {
  Cluster const cluster;
  cluster.write("s.yaml", site_study("ranks: 1\n"));
  cluster.write("task.sh",
                "#!/bin/bash\n[[ $SLURM_ARRAY_TASK_ID == 2 ]] || exec sleep 60\n"
                "until [[ -e go ]]; do sleep 0.2; done\n"
                "exec ./assay run s.yaml --no-report\n");
  auto const array =
      cluster.submit({"--array=1-2", "--nodes=1", "--output=log-%a", "task.sh"});
  ASSERT_TRUE(until(30, [&] { return fs::exists(cluster.project() / "log-2"); }));
  EXPECT_EQ(cluster.run({"scontrol", "requeuehold", array + "_1"}).exit_code, 0);
  EXPECT_TRUE(until(30, [&] { return cluster.state_of(array) == "PENDING"; }));
  cluster.write("go", "");
  EXPECT_TRUE(until(60, [&] {
    return fs::exists(cluster.project() / "results/s/journal.jsonl") &&
           !site_verdicts(cluster).empty();
  })) << cluster.read("log-2");
  auto const records = cluster.lines("s", "record");
  ASSERT_EQ(records.size(), 1U) << cluster.read("log-2");
  EXPECT_EQ(records[0]["requested"]["launcher"], "srun") << cluster.read("log-2");
  EXPECT_EQ(records[0]["slurm"]["job"], array);
}

TEST(Sites, WhatSrunRefusesIsQuotedAndTriedOnce) {
  Cluster cluster;
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  for (auto const* plugin : {"absent", "pmi2"}) {
    cluster.set("SLURM_MPI_TYPE", plugin);
    in_job(cluster, 1, {}, {"./assay", "run", "s.yaml", "--no-report", "--fresh"});
    auto const records = cluster.lines("s", "record");
    ASSERT_EQ(records.size(), 1U);
    // Open MPI 5 goes on, as worlds of one rank.
    EXPECT_THAT(records[0]["verdict"], testing::AnyOf("launcher", "world"));
    EXPECT_THAT(records[0]["detail"].get<std::string>(),
                testing::AnyOf(HasSubstr("Invalid MPI type 'absent'"),
                               HasSubstr("plugin name for mpi/absent"),
                               HasSubstr("PMI support"),
                               HasSubstr("No PMIx server was reachable")));
  }
}

TEST(Sites, ADirectoryCalledAssayIsNoProgram) {
  Cluster const cluster;
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  auto const home = cluster.project().parent_path() / "home";
  fs::create_directories(home / "assay");
  fs::create_directory_symlink(cluster.project(), home / "clone");
  auto const answer =
      cluster.run({"bash", "-c",
                   "cd ../home && sbatch --wait clone/jobscripts/scaling.sh "
                   "clone/s.yaml --no-report; cat *.log"});
  EXPECT_THAT(answer.output_tail, HasSubstr("[  1/1] launch 1"));
  EXPECT_TRUE(fs::exists(home / "results/s/journal.jsonl"));
}

TEST(Sites, WithoutBindingTheVerdictSaysWhy) {
  Cluster const cluster({.nodes = 1, .lines = {"TaskPlugin=task/none"}});
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  in_job(cluster, 1, {}, run_site_study);
  auto const records = cluster.lines("s", "record");
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0]["verdict"], "binding");
  EXPECT_THAT(records[0]["detail"].get<std::string>(),
              AllOf(testing::AnyOf(HasSubstr("lacks support for cpu binding"),
                                   HasSubstr("TaskPlugin=task/none does not")),
                    HasSubstr("launcher: mpiexec")));
}

TEST(Sites, MemoryForEachCpuIsNoObstacle) {
  Cluster const cluster(
      {.nodes = 1,
       .lines = {"SelectTypeParameters=CR_Core_Memory", "DefMemPerCPU=100"},
       .node_shapes = {"CoresPerSocket=2 RealMemory=1000"}});
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  expect_measured(cluster, {"--mem-per-cpu=200"});
  // A rank on one of two CPUs has what the job has.
  cluster.write("one.yaml",
                "study: one\nprogram: [scontrol, show, step]\nproof: none\n"
                "scaling: strong\nranks: 1\nlaunches: 1\n");
  EXPECT_THAT(in_job(cluster, 1, {"--mem-per-cpu=200"},
                     {"./assay", "run", "one.yaml", "--no-report", "--verbose"})
                  .output_tail,
              AllOf(HasSubstr("Name=scontrol"), HasSubstr("TRES=cpu=1,mem=400M")));
}

TEST(Sites, WholeNodesAreSelectedToo) {
  Cluster const cluster({.nodes = 1,
                         .lines = {"SelectType=select/linear",
                                   "SelectTypeParameters=CR_ONE_TASK_PER_CORE"}});
  cluster.write("s.yaml", site_study("ranks: 2\n"));
  expect_measured(cluster, {});
}

/// Nodes 1 and 2, so that there are two groups.
class SubmitToSite : public ::testing::Test {
 protected:
  explicit SubmitToSite(ClusterShape const& shape = {}) : cluster_(shape) {
    cluster_.set("ASSAY_QUEUE_EVERY_S", "0");
    cluster_.write("s.yaml", site_study("nodes: [1, 2]\nranks: 2\n"));
  }

  ProcessResult assay(Argv words) const {
    words.insert(words.begin(), "./assay");
    return cluster_.run(words);
  }

  /// New jobs wait.
  void close_nodes() const {
    cluster_.run({"scontrol", "update", "NodeName=ALL", "State=DRAIN", "Reason=test"});
  }

  /// Partition and name of each job that waits.
  std::multiset<std::string> queue(std::string const& format = "%P %j") const {
    std::istringstream lines(
        cluster_.run({"squeue", "--noheader", "--format=" + format}).output_tail);
    std::multiset<std::string> jobs;
    for (std::string line; std::getline(lines, line);) jobs.insert(line);
    return jobs;
  }

  std::string reason_of(std::string const& group) const {
    auto const status = parse_json(assay({"status", "s", "--json"}).output_tail);
    for (auto const& one : status.at("groups"))
      if (one.at("group") == group) return one.at("reason");
    return "no group";
  }

  void create_partition(std::string const& name, std::string const& limit) const {
    EXPECT_EQ(cluster_
                  .run({"scontrol", "create", "PartitionName=" + name, "Nodes=ALL",
                        "State=UP", limit})
                  .exit_code,
              0);
  }

  Cluster cluster_;
};

constexpr char const* refusal =
    " echo 'error: Unexpected message received' >&2; exit 1; }\nexec \"$real\" "
    "\"$@\"\n";

TEST_F(SubmitToSite, JobsThatAreNotReleasedAreTakenBack) {
  cluster_.stand_before("scontrol", std::string("[[ $1 != release ]] || {") + refusal);
  auto const answer = assay({"submit", "s.yaml"});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_THAT(answer.output_tail, AllOf(HasSubstr("Unexpected message received"),
                                        HasSubstr("Nothing is left in the queue")));
  EXPECT_THAT(queue(), IsEmpty());
  EXPECT_FALSE(fs::exists(cluster_.project() / "results/s/submission.json"));
}

TEST_F(SubmitToSite, JobsThatCannotBeTakenBackAreRemembered) {
  cluster_.stand_before("scontrol", std::string("[[ $1 != release ]] || {") + refusal);
  cluster_.stand_before("scancel", std::string("{") + refusal);
  EXPECT_THAT(assay({"submit", "s.yaml"}).output_tail,
              HasSubstr("Once Slurm answers: assay cancel s"));
  EXPECT_EQ(queue().size(), 3U);
  EXPECT_EQ(reason_of("n1"), "cannot start: JobHeldUser");
  cluster_.stand_before("scancel", "exec \"$real\" \"$@\"\n");
  assay({"cancel", "s"});
  EXPECT_THAT(queue(), IsEmpty());
}

TEST_F(SubmitToSite, JobsWhoseResultsWereDeletedAreCancelled) {
  close_nodes();
  ASSERT_EQ(assay({"submit", "s.yaml"}).exit_code, 0);
  fs::remove_all(cluster_.project() / "results");
  cluster_.stand_before("squeue", "exec \"$real\" \"$@\"\n");
  EXPECT_THAT(assay({"cancel", "s"}).output_tail, HasSubstr("cancelled: collect (job"));
  auto const questions = cluster_.read("squeue.calls");
  EXPECT_EQ(std::count(questions.begin(), questions.end(), '\n'), 1) << questions;
  EXPECT_THAT(queue(), IsEmpty());
}

TEST_F(SubmitToSite, AFirstSiteFileIsWrittenAfterWhatSlurmSays) {
  auto const text = assay({"doctor", "--site"}).output_tail;
  EXPECT_THAT(text, AllOf(HasSubstr("\nslurm:\n  partition: main "),
                          HasSubstr("the default; 2 nodes of 2 cores\n"),
                          HasSubstr("Slurm names none of yours")));
  cluster_.write("site.yaml", text);
  cluster_.set("ASSAY_SITE", cluster_.project() / "site.yaml");
  EXPECT_THAT(assay({"submit", "s.yaml", "--dry-run"}).output_tail,
              HasSubstr("--partition=main"));
}

TEST_F(SubmitToSite, TheNodesOfAJobAreThoseThatItsPartitionAllows) {
  create_partition("small", "MaxNodes=1");
  EXPECT_THAT(
      assay({"submit", "s.yaml", "--dry-run", "-D", "slurm.partition=small"})
          .output_tail,
      HasSubstr("needs 2 nodes, there is 1 (of 2 in the partition, its MaxNodes"));
  create_partition("large", "MinNodes=2");
  auto const large =
      assay({"submit", "s.yaml", "--dry-run", "-D", "slurm.partition=large"})
          .output_tail;
  EXPECT_THAT(large, AllOf(HasSubstr("a job there has at least 2 nodes"),
                           HasSubstr("--dependency=afterany:ID_n2 --nodes=2")));
}

TEST_F(SubmitToSite, AReasonThatNeverEndsIsToldAsSuch) {
  create_partition("small", "MaxNodes=1");
  // The plan is not told of the partition.
  ASSERT_EQ(
      assay({"submit", "s.yaml", "--machine", "2x2", "-D", "slurm.partition=small"})
          .exit_code,
      0);
  EXPECT_TRUE(until(20, [&] {
    return reason_of("n2") == "cannot start: PartitionNodeLimit";
  })) << reason_of("n2");
  EXPECT_EQ(reason_of("collect"), "Dependency");
}

TEST_F(SubmitToSite, TheCollectingJobHasSettingsOfItsOwn) {
  close_nodes();
  create_partition("serial", "MaxNodes=1");
  cluster_.write(
      "s.yaml",
      site_study(
          "nodes: [1, 2]\nranks: 2\n"
          "slurm: {partition: main, collect: {partition: serial, time: 7min}}\n"));
  ASSERT_EQ(assay({"submit", "s.yaml"}).exit_code, 0);
  EXPECT_THAT(queue("%P %j %l"), testing::Contains("serial assay-s-collect 7:00"));
  EXPECT_THAT(queue(), testing::Contains("main assay-s-n1"));
}

TEST_F(SubmitToSite, NoJobCollectsWhereNoneIsWanted) {
  close_nodes();
  auto const answer = assay({"submit", "s.yaml", "-D", "slurm.collect=no"});
  EXPECT_THAT(answer.output_tail, HasSubstr("assay collect s"));
  EXPECT_THAT(queue(),
              testing::UnorderedElementsAre("main assay-s-n1", "main assay-s-n2"));
  EXPECT_EQ(reason_of("collect"), "no group");
}

TEST_F(SubmitToSite, AnEmptySettingTakesBackWhatTheStudySays) {
  cluster_.write("s.yaml",
                 site_study("nodes: [1, 2]\nranks: 2\nslurm: {partition: absent, "
                            "time: 1h, directives: [--nice=5]}\n"));
  auto const answer =
      assay({"submit", "s.yaml", "--dry-run", "-D", "slurm.partition=", "-D",
             "slurm.time=", "-D", "slurm.directives="});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.output_tail,
              AllOf(HasSubstr("sbatch"), Not(HasSubstr("absent")),
                    Not(HasSubstr("--nice")), HasSubstr("--time=5 ")));
}

/// A program that needs a module, as a job of its own.
std::string study_with_modules(std::string const& modules) {
  return "study: s\nprogram: [sh, -c, 'test \"$TOOL\" = loaded']\nproof: none\n"
         "scaling: strong\nranks: 1\nlaunches: 1\nlimits: {timeout: 20s}\nslurm: {"
         "collect: no, modules: " +
         modules + "}\n";
}

class SiteWithModules : public SubmitToSite {
 protected:
  void SetUp() override {
    if (!fs::exists("/usr/share/modules/init/bash"))
      GTEST_SKIP() << "Environment Modules are not installed (environment-modules)";
    fs::create_directory(cluster_.project() / "modules");
    cluster_.write("modules/tool", "#%Module\nsetenv TOOL loaded\n");
    cluster_.set("MODULEPATH", cluster_.project() / "modules");
  }

  /// What the log of the only job says, once it has ended.
  std::string log_of_job(std::string const& modules) {
    cluster_.write("s.yaml", study_with_modules(modules));
    auto const answer = assay({"submit", "s.yaml"});
    EXPECT_TRUE(until(60, [&] { return queue().empty(); })) << answer.output_tail;
    std::string text;
    for (auto const& file : fs::directory_iterator(group()))
      if (file.path().extension() == ".log")
        text += cluster_.read(fs::relative(file.path(), cluster_.project()));
    return text;
  }

  fs::path group() const { return cluster_.project() / "results/s/groups/n1"; }
  std::string journal() const {
    return cluster_.read("results/s/groups/n1/journal.jsonl");
  }
};

TEST_F(SiteWithModules, TheyAreLoadedInEachJob) {
  auto const log = log_of_job("[tool]");
  EXPECT_THAT(journal(), HasSubstr("\"verdict\":\"ok\"")) << log;
}

TEST_F(SiteWithModules, OneThatIsNotThereEndsTheJob) {
  EXPECT_THAT(log_of_job("[tool, absent]"),
              HasSubstr("the modules of the study or its site cannot be loaded: tool "
                        "absent"));
  EXPECT_THAT(journal(), Not(HasSubstr("\"verdict\"")));
}

TEST_F(SubmitToSite, SacctIsAskedAsSeldomAsTheQueue) {
  close_nodes();
  ASSERT_EQ(assay({"submit", "s.yaml"}).exit_code, 0);
  cluster_.stand_before("sacct", "exec \"$real\" \"$@\"\n");
  cluster_.stand_before("squeue", "exit 0\n");  // has forgotten them
  cluster_.set("ASSAY_QUEUE_EVERY_S", "100");
  for (int i = 0; i < 3; ++i) assay({"status", "s"});
  auto const calls = [&](std::string const& name) {
    auto const text = cluster_.read(name + ".calls");
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(calls("squeue"), 1);
  EXPECT_EQ(calls("sacct"), 1);
}

TEST_F(SubmitToSite, OneClusterOfSeveralIsAskedOfAllCommands) {
  auto const answer =
      assay({"submit", "s.yaml", "-D", "slurm.directives=[--clusters=other]"});
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_THAT(answer.output_tail, HasSubstr("export SLURM_CLUSTERS=NAME"));
  EXPECT_THAT(queue(), IsEmpty());
}

class SiteWithFilter : public SubmitToSite {
 protected:
  SiteWithFilter() : SubmitToSite({.lines = {"JobSubmitPlugins=require_timelimit"}}) {}
};

TEST_F(SiteWithFilter, EveryJobSaysItsTime) {
  EXPECT_EQ(assay({"submit", "s.yaml"}).exit_code, 0);
  EXPECT_TRUE(until(60, [&] { return queue().empty(); }));
  EXPECT_EQ(cluster_.good_launches("s").size(), 2U);
}

TEST_F(SubmitToSite, WhatIsSetForSbatchIsHandedOn) {
  close_nodes();
  cluster_.set("SLURM_MPI_TYPE", "pmix");
  auto const seen = (cluster_.project() / "handed").string();
  cluster_.stand_before(
      "sbatch", "echo \"$SLURM_MPI_TYPE\" >" + seen + "\nexec \"$real\" \"$@\"\n");
  ASSERT_EQ(assay({"submit", "s.yaml"}).exit_code, 0);
  EXPECT_EQ(cluster_.read("handed"), "pmix\n");
}

}  // namespace
}  // namespace assay
