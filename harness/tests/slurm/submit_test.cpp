// SPDX-License-Identifier: Apache-2.0
// assay submit, status, collect and cancel with real queues.
#include <gmock/gmock.h>

#include <cstdlib>
#include <set>

#include "cluster.hpp"
#include "study_on_nodes.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

class SubmitTest : public ::testing::Test {
 protected:
  explicit SubmitTest(ClusterShape const& shape = {}) : cluster_(shape) {
    cluster_.set("ASSAY_QUEUE_EVERY_S", "0");
  }

  /// It takes longer than all the rest.
  void without_report() { cluster_.set("ASSAY_PYTHON", "true"); }

  ProcessResult assay(Argv words) const {
    words.insert(words.begin(), "./assay");
    return cluster_.run(words);
  }

  void submit(std::string const& file) const {
    auto const answer = assay({"submit", file});
    ASSERT_EQ(answer.exit_code, 0) << answer.output_tail << answer.error;
  }

  Json status(std::string const& name) const {
    return parse_json(assay({"status", name, "--json", "--launches"}).output_tail);
  }

  /// The last id that a group noted.
  std::string job(std::string const& name, std::string const& group) const {
    auto const ids = cluster_.read("results/" + name + "/groups/" + group + "/jobs");
    auto const end = ids.find_last_not_of('\n');
    if (end == std::string::npos) return "";
    auto const begin = ids.rfind('\n', end);
    return ids.substr(begin + 1, end - begin);
  }

  std::string log(std::string const& name, std::string const& group) const {
    return cluster_.read("results/" + name + "/groups/" + group + "/job-" +
                         job(name, group) + ".log");
  }

  std::string queue() const {
    return cluster_.run({"squeue", "--noheader", "--format=%i"}).output_tail;
  }

  void expect_complete(std::string const& name, std::size_t launches) const {
    auto const good = cluster_.good_launches(name);
    EXPECT_EQ(good.size(), launches) << log(name, "n1") << log(name, "n2");
    for (auto const& [launch, count] : good) EXPECT_EQ(count, 1);
  }

  Cluster cluster_;
};

std::set<std::string> states_of(Json const& status, std::string const& what) {
  std::set<std::string> states;
  for (auto const& one : status.at(what)) states.insert(one.at("state"));
  return states;
}

// Two groups on two nodes: they take turns, so the second is seen to wait.
TEST_F(SubmitTest, AStudyIsMeasuredCollectedAndReported) {
  cluster_.make_reports();
  cluster_.write("s.yaml", test::two_groups("s", 3, "2e7"));
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  auto const before = status("s");
  EXPECT_EQ(before.at("groups").size(), 3U);
  EXPECT_EQ(before.at("launches").size(), 6U);
  EXPECT_EQ(cluster_.wait_for_end(job("s", "collect")), "COMPLETED")
      << log("s", "n1") << log("s", "n2") << log("s", "collect");
  expect_complete("s", 6);
  for (auto const& record : cluster_.lines("s", "record")) {
    EXPECT_EQ(record["slurm"]["job"],
              job("s", record["requested"]["nodes"] == 1 ? "n1" : "n2"));
    // Told by the workers: our own ranks are none of the harness' children there.
    EXPECT_TRUE(record["result"]["noise"].contains("others_cpus"));
  }
  EXPECT_TRUE(fs::exists(cluster_.project() / "results/s/report/report.html"));
  auto const manifests = cluster_.lines("s", "manifest");
  ASSERT_EQ(manifests.size(), 1U) << "two groups, one cluster";
  EXPECT_FALSE(manifests[0]["machine"].contains("memory_bytes"))
      << "Slurm was not told, and what a node sees is not that of all";
  auto const after = status("s");
  EXPECT_THAT(states_of(after, "launches"), ElementsAre("done"));
  EXPECT_THAT(assay({"submit", "s.yaml"}).output_tail, HasSubstr("nothing to submit"));
  EXPECT_THAT(assay({"submit", "s.yaml", "--dry-run"}).output_tail,
              Not(HasSubstr("sbatch")));
  // Another that collects has its turn first.
  EXPECT_THAT(cluster_
                  .run({"bash", "-c",
                        "flock results/s/journal.lock sleep 1 & sleep 0.2; "
                        "./assay collect s --no-report"})
                  .output_tail,
              HasSubstr("0 new lines"));
  EXPECT_THAT(queue(), IsEmpty());
}

/// A curve from one node to two.
std::string curve_over_jobs(std::string const& name, std::string const& more) {
  return "study: " + name +
         "\nkernel: pi\nscaling: strong\nrepetitions: 2\nnodes: [1, 2]\n"
         "ranks: [1, 2]\nzip: [[nodes, ranks]]\nsamples: 2e7\nlaunches: 6\n" +
         more;
}

TEST_F(SubmitTest, AJobMeasuresTheBaseOfItsPointsWhereItIsAsked) {
  cluster_.make_reports();
  cluster_.write("s.yaml", curve_over_jobs("s", "base: {in_each_job: yes}\n"));
  EXPECT_THAT(assay({"submit", "s.yaml", "--dry-run"}).output_tail,
              AllOf(HasSubstr("study s: 2 points"),
                    HasSubstr("base measured in the job too, for so much more of its "
                              "time: n2 (+")));
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  EXPECT_EQ(cluster_.wait_for_end(job("s", "collect")), "COMPLETED")
      << log("s", "n1") << log("s", "n2") << log("s", "collect");
  expect_complete("s", 18);
  for (auto const& record : cluster_.lines("s", "record")) {
    auto const& asked = record["requested"];
    bool const is_copy = asked.contains("job_nodes");
    EXPECT_EQ(record["slurm"]["job"],
              job("s", asked["nodes"] == 2 || is_copy ? "n2" : "n1"));
    EXPECT_TRUE(!is_copy || asked["nodes"] == 1);
  }
  EXPECT_THAT(states_of(status("s"), "launches"), ElementsAre("done"));
  EXPECT_THAT(assay({"status", "s"}).output_tail, HasSubstr("n2: pi"));
  EXPECT_THAT(assay({"submit", "s.yaml"}).output_tail, HasSubstr("nothing to submit"));
  EXPECT_THAT(cluster_.read("results/s/report/report.md"),
              AllOf(HasSubstr("Speedups are over the base in the same job"),
                    Not(HasSubstr("W24"))));
}

TEST_F(SubmitTest, ABaseInAnotherJobIsWarnedOf) {
  cluster_.make_reports();
  cluster_.write("s.yaml", curve_over_jobs("s", ""));
  EXPECT_THAT(assay({"submit", "s.yaml", "--dry-run"}).output_tail,
              AllOf(HasSubstr("speedups over a base in another job"),
                    HasSubstr("n2 (+"), HasSubstr("in_each_job: yes")));
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  EXPECT_EQ(cluster_.wait_for_end(job("s", "collect")), "COMPLETED")
      << log("s", "n1") << log("s", "n2") << log("s", "collect");
  expect_complete("s", 12);
  EXPECT_THAT(cluster_.read("results/s/report/report.md"),
              AllOf(HasSubstr("W24"), HasSubstr("Across sessions, not in pairs")));
}

TEST_F(SubmitTest, AStudyInTheQueueIsShownRefusedAndCancelled) {
  cluster_.write("s.yaml", test::two_groups("s", 40, "1e8"));
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  Json now;
  ASSERT_TRUE(until(30, [&] {
    now = status("s");
    return states_of(now, "launches").count("running") != 0;
  })) << to_text(now, 1);
  EXPECT_THAT(states_of(now, "groups"), testing::IsSupersetOf({"running", "pending"}));
  auto const& last = now.at("groups").back();
  EXPECT_EQ(last.at("group"), "collect");
  EXPECT_EQ(last.at("reason"), "Dependency");
  auto const second = assay({"submit", "s.yaml"});
  EXPECT_EQ(second.exit_code, 75);
  EXPECT_THAT(second.output_tail, HasSubstr("is in the queue"));
  cluster_.write("s.yaml", test::two_groups("s", 30, "1e8"));
  EXPECT_THAT(assay({"submit", "s.yaml"}).output_tail, HasSubstr("another text"));
  cluster_.write("s.yaml", test::two_groups("s", 40, "1e8"));
  EXPECT_THAT(assay({"submit", "s.yaml", "-D", "launches=30"}).output_tail,
              HasSubstr("other -D"));
  ASSERT_TRUE(
      until(30, [&] { return states_of(status("s"), "launches").count("done"); }));
  // What Slurm said before is not believed after a change of ours.
  cluster_.set("ASSAY_QUEUE_EVERY_S", "60");
  EXPECT_THAT(states_of(status("s"), "groups"), testing::Contains("running"));
  EXPECT_THAT(assay({"cancel", "s"}).output_tail,
              AllOf(HasSubstr("cancelled: "), HasSubstr(job("s", "collect"))));
  EXPECT_THAT(states_of(status("s"), "groups"), Not(testing::Contains("running")));
  EXPECT_TRUE(until(20, [&] { return queue().empty(); })) << queue();
  EXPECT_THAT(assay({"cancel", "s"}).output_tail, HasSubstr("nothing of study s"));
  EXPECT_EQ(assay({"collect", "s", "--no-report"}).exit_code, 0);
  EXPECT_FALSE(cluster_.good_launches("s").empty());
}

TEST_F(SubmitTest, WhatIsMissingIsSubmittedAgain) {
  without_report();
  cluster_.write("s.yaml", test::two_groups("s", 8, "1e7"));
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  ASSERT_TRUE(
      until(40, [&] { return states_of(status("s"), "launches").count("done"); }));
  // One group vanishes; the other goes on, and the collecting job waits for it.
  cluster_.run({"scancel", job("s", "n2")});
  ASSERT_TRUE(
      until(20, [&] { return cluster_.state_of(job("s", "n2")) == "CANCELLED"; }));
  auto const lost = job("s", "n2"), early = job("s", "collect");
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  EXPECT_NE(job("s", "n2"), lost);
  EXPECT_EQ(cluster_.state_of(early), "CANCELLED");  // it would not wait for the new
  EXPECT_EQ(cluster_.wait_for_end(job("s", "collect")), "COMPLETED")
      << log("s", "collect");
  expect_complete("s", 16);
}

TEST_F(SubmitTest, TwoStudiesAtOnceDoNotMix) {
  without_report();
  for (auto const* name : {"a", "b"}) {
    cluster_.write(std::string(name) + ".yaml", test::two_groups(name, 2, "1e7"));
    ASSERT_NO_FATAL_FAILURE(submit(std::string(name) + ".yaml"));
  }
  EXPECT_EQ(status("a").at("groups").size(), 3U);
  for (auto const* name : {"a", "b"}) {
    EXPECT_EQ(cluster_.wait_for_end(job(name, "collect")), "COMPLETED")
        << log(name, "collect");
    expect_complete(name, 4);
  }
  EXPECT_THAT(assay({"cancel", "a"}).output_tail, HasSubstr("nothing of study a"));
}

// No one knows how long a program takes: by its limit, four jobs in turn are needed.
TEST_F(SubmitTest, JobsInTurnEndWithTheLastLaunch) {
  without_report();
  cluster_.write(
      "s.yaml",
      "study: s\nprogram: [hostname]\nscaling: strong\nsamples: 1\nranks: 1\n"
      "launches: 2\nlimits: {timeout: 20s}\nslurm: {time: 1min}\n");
  EXPECT_THAT(assay({"submit", "s.yaml", "--dry-run"}).output_tail,
              AllOf(HasSubstr("--array=1-4%1"), HasSubstr("--signal=B:USR1@30")));
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  EXPECT_EQ(cluster_.wait_for_end(job("s", "collect")), "COMPLETED");
  expect_complete("s", 2);
  EXPECT_THAT(queue(), IsEmpty());
  // The other three are not started for nothing.
  EXPECT_THAT(cluster_
                  .run({"squeue", "--noheader", "--array", "--states=all",
                        "--jobs=" + job("s", "n1"), "--format=%T"})
                  .output_tail,
              HasSubstr("CANCELLED"));
}

TEST_F(SubmitTest, AJobLeftHeldByAKilledSubmitIsReplaced) {
  without_report();
  cluster_.write("s.yaml", test::two_groups("s", 1, "1e7"));
  auto const place = cluster_.project() / "results/s/groups/n1";
  fs::create_directories(place);
  auto const orphan = cluster_.submit({"--hold", "--nodes=1",
                                       "--chdir=" + fs::canonical(place).string(),
                                       "jobscripts/group.sh"});
  ASSERT_NO_FATAL_FAILURE(submit("s.yaml"));
  EXPECT_EQ(cluster_.state_of(orphan), "CANCELLED");
  EXPECT_EQ(cluster_.wait_for_end(job("s", "collect")), "COMPLETED");
  expect_complete("s", 2);
}

bool has_accounting() {
  return std::system(
             "PATH=$PATH:/usr/sbin:/sbin; command -v slurmdbd >/dev/null && "
             "command -v mariadbd >/dev/null") == 0;
}

/// squeue forgets a job some seconds after its end; sacct does not.
class AccountingTest : public SubmitTest {
 protected:
  explicit AccountingTest(std::vector<std::string> const& lines = {"MinJobAge=2"})
      : SubmitTest(
            {.lines = lines,
             .accounting = has_accounting() ? Accounting::sacct : Accounting::none}) {
    without_report();
  }

  void SetUp() override {
    if (!has_accounting()) GTEST_SKIP() << "slurmdbd or mariadbd is not installed";
  }

  Json group(std::string const& name) const {
    auto const now = status("s");
    for (auto const& one : now.at("groups"))
      if (one.at("group") == name) return one;
    throw std::runtime_error("no group " + name + " in " + to_text(now));
  }

  bool forgets(std::string const& job) const {
    return until(60, [&] {
      auto const state = cluster_.state_of(job);
      return state.empty() || state.starts_with("slurm_load_jobs error");
    });
  }

  ProcessResult submit_to(std::string const& account) const {
    return assay({"submit", "s.yaml", "-D", "slurm.account=" + account});
  }
};

TEST_F(AccountingTest, NothingIsLostByABadAccountAVanishedJobOrAJobThatGoesOn) {
  cluster_.write("s.yaml",
                 test::two_groups("s", 3, "1e8", "slurm: {continue: resubmit}\n"));
  auto const first = submit_to("absent");
  EXPECT_EQ(first.exit_code, 3);
  EXPECT_THAT(first.output_tail,
              AllOf(HasSubstr("Invalid account"), HasSubstr("group n1"),
                    HasSubstr("Nothing is left in the queue")));
  EXPECT_FALSE(fs::exists(cluster_.project() / "results/s/submission.json"));

  auto const good = submit_to("project");
  ASSERT_EQ(good.exit_code, 0) << good.output_tail;
  auto const lost = job("s", "n2");
  cluster_.run({"scancel", lost});
  ASSERT_TRUE(until(40, [&] {
    return states_of(status("s"), "launches").count("done");
  })) << log("s", "n1");
  // The time of its job is over: in a submitted study a new one is the same, requeued.
  cluster_.run({"scancel", "--batch", "--signal=USR1", job("s", "n1")});
  ASSERT_TRUE(forgets(lost));
  EXPECT_EQ(group("n2").at("state"), "cancelled");
  ASSERT_TRUE(until(60, [&] { return group("n1").at("state") == "done"; }))
      << log("s", "n1");
  EXPECT_THAT(log("s", "n1"), HasSubstr("the same job, requeued"));
  EXPECT_TRUE(until(60, [&] { return group("collect").at("state") == "completed"; }));
  std::set<int> restarts;
  for (auto const& record : cluster_.lines("s", "record"))
    restarts.insert(record["slurm"]["restarts"].get<int>());
  EXPECT_EQ(restarts, (std::set{0, 1}));

  EXPECT_EQ(submit_to("absent").exit_code, 3);  // and what was known stays
  EXPECT_EQ(group("n2").at("state"), "cancelled");
  auto const again = submit_to("project");
  ASSERT_EQ(again.exit_code, 0) << again.output_tail;
  ASSERT_TRUE(until(60, [&] { return group("n2").at("state") == "done"; }))
      << log("s", "n2");
  EXPECT_EQ(assay({"collect", "s", "--no-report"}).exit_code, 0);
  expect_complete("s", 6);
}

TEST_F(AccountingTest, OneClusterOfSeveralIsNamedByAVariable) {
  cluster_.run({"sacctmgr", "--immediate", "add", "cluster", "other"});
  cluster_.write("s.yaml", test::two_groups("s", 2, "1e6"));
  cluster_.set("SLURM_CLUSTERS", "other");
  EXPECT_EQ(submit_to("project").exit_code, 3) << "it has no controller";
  cluster_.set("SLURM_CLUSTERS", "test");
  cluster_.stand_before("sbatch", "exec \"$real\" \"$@\" | tee -a " +
                                      (cluster_.project() / "said").string() + "\n");
  auto const submitted = submit_to("project");
  ASSERT_EQ(submitted.exit_code, 0) << submitted.output_tail;
  EXPECT_THAT(cluster_.read("said"), HasSubstr(job("s", "n1") + ";test\n"));
  EXPECT_TRUE(until(60, [&] { return group("collect").at("state") == "completed"; }))
      << to_text(status("s"), 1);
  expect_complete("s", 4);
  cluster_.write("s.yaml", test::two_groups("s", 90, "1e8"));
  ASSERT_EQ(submit_to("project").exit_code, 0);
  EXPECT_THAT(assay({"cancel", "s"}).output_tail, HasSubstr("cancelled: "));
  EXPECT_TRUE(until(20, [&] {
    return cluster_
               .run({"squeue", "--noheader", "--states=PENDING,RUNNING", "--format=%i"})
               .output_tail.find(job("s", "n2")) == std::string::npos;
  }));
}

/// Limits that Slurm keeps jobs to.
class LimitsTest : public AccountingTest {
 protected:
  LimitsTest() : AccountingTest({"AccountingStorageEnforce=associations,limits,qos"}) {}

  void SetUp() override {
    AccountingTest::SetUp();
    if (IsSkipped()) return;
    cluster_.write("s.yaml", test::two_groups("s", 2, "1e6", "slurm: {collect: no}\n"));
    manage("modify user $(id -un) set DefaultAccount=project");
  }

  std::string dry_run(Argv const& more = {}) const {
    Argv words{"submit", "s.yaml", "--dry-run"};
    words.insert(words.end(), more.begin(), more.end());
    return assay(words).output_tail;
  }

  void manage(std::string const& what) const {
    auto const answer = cluster_.run({"bash", "-c", "sacctmgr --immediate " + what});
    EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  }

  /// Submits without a look at what there is, and waits for Slurm to say this.
  bool waits_for(std::string const& group, std::string const& reason) const {
    EXPECT_EQ(assay({"submit", "s.yaml", "--machine", "2x2"}).exit_code, 0);
    bool const is_so = until(30, [&] {
      auto const now = status("s");
      for (auto const& one : now.at("groups"))
        if (one.at("group") == group && one.at("reason") == reason) return true;
      return false;
    });
    EXPECT_EQ(assay({"cancel", "s"}).exit_code, 0);
    return is_so;
  }
};

/// A QOS `short` for jobs, and a partition `tight` with one of its own.
class QosTest : public LimitsTest {
 protected:
  void SetUp() override {
    LimitsTest::SetUp();
    if (IsSkipped()) return;
    manage("add qos short MaxWall=2 MaxTRES=node=1");
    manage("add qos tight MaxTRES=cpu=3");
    manage("modify user set qos=normal,short");
    cluster_.run({"scontrol", "create", "PartitionName=tight", "Nodes=ALL", "QOS=tight",
                  "State=UP"});
  }
};

TEST_F(QosTest, WhatItAllowsAJobIsPlannedFor) {
  EXPECT_THAT(dry_run({}), HasSubstr("study s: 2 points, 0 skipped"));
  auto const told = dry_run({"-D", "slurm.qos=short"});
  EXPECT_THAT(told, AllOf(HasSubstr("needs 2 nodes, there is 1 (MaxTRES of the QOS "
                                    "short allows a job node=1)"),
                          HasSubstr("--time=2 "), HasSubstr("--qos=short")));
  EXPECT_THAT(dry_run({"-D", "slurm.partition=tight"}),
              HasSubstr("MaxTRES of the QOS tight allows a job cpu=3"));
  // What is left Slurm starts.
  auto const submitted = assay({"submit", "s.yaml", "-D", "slurm.qos=short"});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.output_tail;
  EXPECT_TRUE(until(90, [&] {
    return states_of(status("s"), "launches").count("waiting") == 0 && queue().empty();
  })) << to_text(status("s"), 1);
  EXPECT_EQ(assay({"collect", "s", "--no-report"}).exit_code, 0);
  EXPECT_GE(cluster_.lines("s", "record").size(), 2U);
}

TEST_F(QosTest, IsNotAskedWhereItsLimitsAreNotEnforced) {
  cluster_.stand_before("scontrol",
                        "exec \"$real\" \"$@\" | sed 's/associations,limits/none/'\n");
  cluster_.stand_before("sacctmgr", "exec \"$real\" \"$@\"\n");
  EXPECT_THAT(dry_run({"-D", "slurm.qos=short"}), Not(HasSubstr("MaxTRES")));
  EXPECT_THAT(cluster_.read("sacctmgr.calls"), IsEmpty());
}

TEST_F(QosTest, OfJobsThatNameNoneIsPlannedFor) {
  auto const is_limited = HasSubstr("MaxTRES of the QOS short allows a job node=1");
  EXPECT_THAT(dry_run(), Not(is_limited));
  EXPECT_THAT(
      cluster_
          .run({"env", "SBATCH_QOS=short", "./assay", "submit", "s.yaml", "--dry-run"})
          .output_tail,
      is_limited)
      << "a variable of sbatch names it";
  manage("modify user set defaultqos=short");
  EXPECT_THAT(dry_run(), is_limited) << "the default one";
  EXPECT_THAT(dry_run({"-D", "slurm.qos=normal"}), Not(is_limited));
  manage("modify user set defaultqos=-1 qos=short");
  EXPECT_THAT(dry_run(), is_limited) << "the only one";
  // And Slurm takes it too.
  cluster_.run({"scontrol", "update", "NodeName=ALL", "State=DRAIN", "Reason=test"});
  auto const submitted = assay({"submit", "s.yaml"});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.output_tail;
  EXPECT_EQ(cluster_.run({"squeue", "--noheader", "--format=%q %l"}).output_tail,
            "short 2:00\n");
}

class AssociationTest : public LimitsTest {};

TEST_F(AssociationTest, WhatTheUserAndTheAccountsMayUseIsPlannedFor) {
  EXPECT_THAT(dry_run(), HasSubstr("study s: 2 points, 0 skipped"));
  manage("modify user set MaxTRESPerJob=cpu=3 MaxWall=2");
  EXPECT_THAT(dry_run(), AllOf(HasSubstr("MaxTRES of your association with the account "
                                         "project allows a job cpu=3"),
                               HasSubstr("--time=2 ")));
  // Of both the QOS has the word.
  manage("add qos large MaxTRES=cpu=4");
  manage("modify user set qos=normal,large");
  EXPECT_THAT(dry_run({"-D", "slurm.qos=large"}),
              AllOf(HasSubstr("2 points, 0 skipped"), HasSubstr("--time=2 ")));
  manage("modify user set MaxTRESPerJob=cpu=-1 MaxWall=-1");
  manage("modify account project set GrpTRES=node=1");
  EXPECT_THAT(dry_run(), HasSubstr("needs 2 nodes, there is 1 (GrpTRES of the account "
                                   "project allows all jobs together node=1)"));
  EXPECT_TRUE(waits_for("n2", "AssocGrpNodeLimit")) << to_text(status("s"), 1);
}

TEST_F(AssociationTest, MoreCoreHoursThanThereAreIsWarnedOf) {
  manage("modify account project set GrpTRESMins=cpu=1");
  auto const told = HasSubstr(
      "core-hours are more than GrpTRESMins of the account project allows all jobs "
      "together, used ones among them: 0.01667");
  EXPECT_THAT(dry_run(), Not(told));
  cluster_.write("s.yaml", test::two_groups("s", 9, "1e10"));
  EXPECT_THAT(dry_run(), told);
}

TEST_F(AssociationTest, MoreJobsThanMayWaitAreRefused) {
  manage("modify user set MaxSubmitJobs=1");
  auto const told = AllOf(
      HasSubstr(
          "2 jobs are more than MaxSubmitJobs of your association with the account "
          "project allows: 1"),
      HasSubstr("-D nodes=[...]"));
  EXPECT_THAT(dry_run(), told);
  auto const refused = assay({"submit", "s.yaml"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.output_tail, told);
  // So does Slurm, where it is not asked before.
  EXPECT_THAT(assay({"submit", "s.yaml", "--machine", "2x2"}).output_tail,
              AllOf(HasSubstr("AssocMaxSubmitJobLimit"),
                    HasSubstr("Nothing is left in the queue")));
  EXPECT_EQ(assay({"submit", "s.yaml", "-D", "nodes=[1]"}).exit_code, 0);
}

TEST(Submit, WhatSlurmRefusesLeavesNothing) {
  Cluster const cluster({2, 1, {"EnforcePartLimits=ALL"}});
  cluster.run({"scontrol", "create", "PartitionName=small", "Nodes=ALL", "MaxNodes=1",
               "State=UP"});
  cluster.write("s.yaml", test::two_groups("s", 1, "1e6"));
  auto const nowhere =
      cluster.run({"./assay", "submit", "s.yaml", "-D", "slurm.partition=nowhere"});
  EXPECT_EQ(nowhere.exit_code, 3);
  EXPECT_THAT(nowhere.output_tail,
              AllOf(HasSubstr("invalid partition specified: nowhere"),
                    HasSubstr("-D slurm.partition=NAME")));
  // Two ranks do not fit a node of one core, so ask for one on each.
  cluster.write("s.yaml", test::two_groups("s", 1, "1e6", "zip: [[nodes, ranks]]\n"));
  cluster.run({"sed", "-i", "s/^ranks: 2/ranks: [1, 2]/", "s.yaml"});
  auto const refused = cluster.run({"./assay", "submit", "s.yaml", "--machine", "2x1",
                                    "-D", "slurm.partition=small"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.output_tail,
              AllOf(HasSubstr("Node count specification invalid"),
                    HasSubstr("group n2"), HasSubstr("Nothing is left in the queue")));
  EXPECT_THAT(cluster.run({"squeue", "--noheader", "--format=%i"}).output_tail,
              IsEmpty());
  EXPECT_FALSE(fs::exists(cluster.project() / "results/s/submission.json"));
  cluster.write("dear.yaml",
                test::two_groups("dear", 9, "1e9", "limits: {core_hours: 0.0001}\n"));
  auto const dear = cluster.run({"./assay", "submit", "dear.yaml", "--machine", "2x2"});
  EXPECT_EQ(dear.exit_code, 2);
  EXPECT_THAT(dear.output_tail,
              AllOf(HasSubstr("limits.core_hours"), HasSubstr("--yes")));
  EXPECT_EQ(cluster
                .run({"./assay", "submit", "dear.yaml", "--machine", "2x2", "--yes",
                      "--dry-run"})
                .exit_code,
            0);
  EXPECT_THAT(cluster.run({"squeue", "--noheader", "--format=%i"}).output_tail,
              IsEmpty());
  auto const own = cluster.run(
      {"./assay", "submit", "s.yaml", "-D", "slurm.directives=[--chdir=/]"});
  EXPECT_EQ(own.exit_code, 2);
  EXPECT_THAT(own.output_tail, HasSubstr("--chdir"));
}

}  // namespace
}  // namespace assay
