// SPDX-License-Identifier: Apache-2.0
// jobscripts/scaling.sh as a user submits it, and what ends a job before its study.
#include <gmock/gmock.h>

#include <chrono>
#include <set>
#include <sstream>
#include <thread>

#include "cluster.hpp"
#include "lack.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// One point on two nodes, `launches` of it; about half a second a launch.
std::string study(int launches, std::string const& more = "") {
  auto const count = std::to_string(launches);
  return "study: s\nkernel: pi\nscaling: strong\nsamples: 1e8\nrepetitions: 2\n"
         "nodes: 2\nranks: 2\nlaunches: {min: " +
         count + ", max: " + count + "}\n" + more;
}

class ScalingTest : public ::testing::Test {
 protected:
  explicit ScalingTest(ClusterShape const& shape = {}) : cluster_(shape) {}

  std::string log(std::string const& job) const {
    return cluster_.read("assay-" + job + ".log");
  }

  std::string submit(Argv words, Argv const& options_of_run = {}) const {
    words.insert(words.end(), {"--nodes=2", "jobscripts/scaling.sh", "s.yaml"});
    words.insert(words.end(), options_of_run.begin(), options_of_run.end());
    return cluster_.submit(words);
  }

  bool has_records(std::size_t count) const {
    return until(60, [&] {
      return fs::exists(cluster_.project() / "results/s/journal.jsonl") &&
             cluster_.lines("s", "record").size() >= count;
    });
  }

  bool is_complete(std::size_t launches) const {
    auto const good = cluster_.good_launches("s");
    for (auto const& [launch, count] : good) {
      if (count != 1) return false;
    }
    return good.size() == launches;
  }

  std::map<std::string, int> verdicts() const {
    std::map<std::string, int> count;
    for (auto const& record : cluster_.lines("s", "record")) ++count[record["verdict"]];
    return count;
  }

  /// "7.2"; empty between launches.
  std::string running_step(std::string const& job) const {
    std::istringstream steps(
        cluster_.run({"squeue", "-h", "-s", "-j", job, "-o", "%i"}).output_tail);
    for (std::string step; steps >> step;) {
      if (step.find("batch") == step.npos) return step;
    }
    return {};
  }

  std::set<int> restarts() const {
    std::set<int> seen;
    for (auto const& record : cluster_.lines("s", "record")) {
      if (record.contains("slurm")) seen.insert(record["slurm"]["restarts"].get<int>());
    }
    return seen;
  }

  std::vector<pid_t> workers() const {
    return processes_with("assay-worker", cluster_.project().string());
  }

  Cluster cluster_;
};

TEST_F(ScalingTest, WithoutArgumentsMeasuresTheNodesOfTheJob) {
  cluster_.make_reports();
  // The configuration as it is, but for the launches it takes.
  cluster_.run({"sed", "-i", "s/^launches:.*/launches: 1/", "configs/scaling.yaml"});
  auto const job = cluster_.submit({"--nodes=2", "jobscripts/scaling.sh"});
  EXPECT_EQ(cluster_.wait_for_end(job), "COMPLETED") << log(job);
  std::set<int> nodes;
  for (auto const& record : cluster_.lines("scaling", "record")) {
    EXPECT_EQ(record["verdict"], "ok") << record["detail"];
    EXPECT_EQ(record["requested"]["launcher"], "srun");
    EXPECT_EQ(record["slurm"]["job"], job);
    EXPECT_EQ(record["slurm"]["restarts"], 0);
    EXPECT_EQ(record["slurm"]["nodes"], "node[1-2]");
    nodes.insert(record["requested"]["nodes"].get<int>());
  }
  EXPECT_THAT(nodes, testing::ElementsAre(1, 2));
  EXPECT_FALSE(fs::is_empty(cluster_.project() / "results/scaling/report"));
}

TEST_F(ScalingTest, SaysWhatIsMissing) {
  auto const no_study = cluster_.submit({"jobscripts/scaling.sh", "absent.yaml"});
  EXPECT_EQ(cluster_.wait_for_end(no_study), "FAILED");
  EXPECT_THAT(log(no_study), HasSubstr("cannot read absent.yaml"));
  cluster_.run({"rm", "assay"});
  auto const no_project = cluster_.submit({"jobscripts/scaling.sh"});
  EXPECT_EQ(cluster_.wait_for_end(no_project), "FAILED");
  EXPECT_THAT(log(no_project), HasSubstr("no ./assay"));
}

// The job has a minute, of which 48 s are not for launches: four ranks take 1 s each.
TEST_F(ScalingTest, NoLaunchIsCutByTheTimeLimitAndTheJobIsRequeued) {
  cluster_.write("s.yaml", study(14, "slurm: {continue: requeue}\n"));
  cluster_.set("ASSAY_RESERVE_S", "48");
  auto const job = submit({"--time=1", "--signal=B:USR1@10"}, {"-D", "ranks=4"});
  EXPECT_EQ(cluster_.wait_for_end(job, 200), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(14)) << log(job);
  EXPECT_GT(restarts().size(), 1U);
  for (auto const& record : cluster_.lines("s", "record"))
    EXPECT_EQ(record["verdict"], "ok");
}

TEST_F(ScalingTest, UponUsr1TheStudyGoesOnInANewJob) {
  cluster_.write("s.yaml", study(9, "slurm: {continue: resubmit}\n"));
  auto const job = submit({"--time=5"}, {"-D", "launches=6"});  // of both jobs
  ASSERT_TRUE(has_records(2)) << log(job);
  cluster_.run({"scancel", "--batch", "--signal=USR1", job});
  EXPECT_EQ(cluster_.wait_for_end(job), "COMPLETED") << log(job);
  auto const next = std::to_string(std::stoi(job) + 1);
  EXPECT_EQ(cluster_.wait_for_end(next), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(6)) << log(job) << log(next);
  std::set<std::string> jobs;
  for (auto const& record : cluster_.lines("s", "record"))
    jobs.insert(record["slurm"]["job"]);
  EXPECT_EQ(jobs, (std::set{job, next}));
}

TEST_F(ScalingTest, AJobWithoutTimeForALaunchDoesNotComeBack) {
  cluster_.write("s.yaml", study(6, "slurm: {continue: requeue}\n"));
  cluster_.set("ASSAY_RESERVE_S", "60");
  auto const job = submit({"--time=1"});
  EXPECT_EQ(cluster_.wait_for_end(job), "FAILED") << log(job);
  EXPECT_THAT(log(job), HasSubstr("no launch fits into the time of the job: it had "));
  EXPECT_THAT(log(job), HasSubstr("the last 60 s are not for launches"));
}

TEST_F(ScalingTest, ARequeuedJobGoesOn) {
  cluster_.write("s.yaml", study(9));
  auto const job = submit({}, {"-D", "launches=6", "--fresh"});  // fresh only once
  ASSERT_TRUE(has_records(2)) << log(job);
  EXPECT_EQ(cluster_.run({"scontrol", "requeue", job}).exit_code, 0);
  ASSERT_TRUE(until(30, [&] { return cluster_.state_of(job) == "PENDING"; }));
  EXPECT_EQ(cluster_.wait_for_end(job), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(6)) << log(job);
  EXPECT_EQ(restarts(), (std::set{0, 1}));
  EXPECT_THAT(log(job), HasSubstr("the job was ended before its time (Slurm says "));
  EXPECT_THAT(log(job), testing::Not(HasSubstr("the time of the job is over")));
}

TEST_F(ScalingTest, ACancelledJobLeavesNothingAndCanBeGoneOnWith) {
  cluster_.write("s.yaml", study(6, "slurm: {continue: requeue}\n"));
  auto const job = submit({});
  ASSERT_TRUE(has_records(1)) << log(job);
  ASSERT_TRUE(until(30, [&] { return !workers().empty(); }));
  cluster_.run({"scancel", job});
  EXPECT_EQ(cluster_.wait_for_end(job), "CANCELLED") << log(job);
  EXPECT_TRUE(until(10, [&] { return workers().empty(); }));
  auto const next = submit({});
  EXPECT_EQ(cluster_.wait_for_end(next), "COMPLETED") << log(next);
  EXPECT_TRUE(is_complete(6)) << log(next);
  EXPECT_EQ(cluster_.state_of(job), "CANCELLED");
}

// scancel of a step, not of the job: someone else's, for all that we know.
TEST_F(ScalingTest, ACancelledStepIsLaunchedAgain) {
  cluster_.write("s.yaml", study(4));
  // Long enough for the step to be there still when its cancellation comes.
  auto const job = submit({}, {"-D", "samples=2e9"});
  ASSERT_TRUE(has_records(1)) << log(job);
  std::string step;
  ASSERT_TRUE(until(30, [&] {
    step = running_step(job);
    return !step.empty() && !workers().empty();
  }));
  cluster_.run({"scancel", step});
  EXPECT_EQ(cluster_.wait_for_end(job), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(4)) << log(job);
  EXPECT_EQ(verdicts(), (std::map<std::string, int>{{"ok", 4}, {"scheduler", 1}}));
}

// The node is booted before it comes back, as by an administrator. One that only was
// told to be down still has the step of the first run: as it comes back Slurm ends
// that, and with it those of the requeued job, which has the same number.
TEST_F(ScalingTest, ANodeTakenDownCostsOneLaunch) {
  cluster_.write("s.yaml", study(6));
  auto const job = submit({});
  ASSERT_TRUE(has_records(2)) << log(job);
  cluster_.run({"scontrol", "update", "NodeName=node2", "State=DOWN", "Reason=test"});
  cluster_.tell("crash node2");
  ASSERT_TRUE(until(30, [&] { return cluster_.state_of(job) == "PENDING"; }));
  cluster_.tell("boot node2");
  EXPECT_EQ(cluster_.wait_for_end(job, 180), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(6)) << log(job);
  EXPECT_EQ(restarts(), (std::set{0, 1}));
}

/// Slurm notices within seconds that a node or the controller is away.
class FaultTest : public ScalingTest {
 protected:
  FaultTest()
      : ScalingTest(
            {.lines = {"MessageTimeout=3", "SlurmdTimeout=5", "SlurmctldTimeout=5"}}) {}
};

// The batch script's node: the harness dies with it.
TEST_F(FaultTest, ACrashedNodeCostsOneLaunch) {
  cluster_.write("s.yaml", study(6));
  auto const job = submit({});
  ASSERT_TRUE(has_records(2)) << log(job);
  cluster_.tell("crash node1");
  EXPECT_TRUE(until(60, [&] { return cluster_.state_of(job) != "RUNNING"; }));
  cluster_.tell("boot node1");
  EXPECT_EQ(cluster_.wait_for_end(job, 180), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(6)) << log(job);
}

// Between two launches: a step that ends meanwhile keeps its CPUs for a minute, since
// its daemon tries that seldom to tell the controller.
TEST_F(FaultTest, AnAbsentControllerIsWaitedFor) {
  cluster_.write("s.yaml", study(2, "setup: [[touch, begun], [sleep, 3]]\n"));
  auto const job = submit({});
  ASSERT_TRUE(until(30, [&] {
    return fs::exists(cluster_.project() / "results/s/begun");
  })) << log(job);
  cluster_.tell("pause");
  auto const answers_not = HasSubstr("waiting: Slurm's controller does not answer");
  EXPECT_TRUE(until(60, [&] { return testing::Matches(answers_not)(log(job)); }));
  std::this_thread::sleep_for(std::chrono::seconds(4));  // that it could fail again
  cluster_.tell("resume");
  EXPECT_EQ(cluster_.wait_for_end(job), "COMPLETED") << log(job);
  EXPECT_TRUE(is_complete(2)) << log(job);
  EXPECT_EQ(verdicts()["scheduler"], 1) << log(job);
}

// The kernel refuses user namespaces inside of a chroot, and with them the nodes.
TEST(OrdinaryUser, RunsItAll) {
  auto const why_not = why_no_cluster(Owner::ordinary_user);
  if (!why_not.empty()) return lack("for an ordinary user: " + why_not);
  Cluster const cluster({.owner = Owner::ordinary_user});
  cluster.write("s.yaml", study(3, "slurm: {continue: requeue}\n"));
  auto const job = cluster.submit({"--nodes=2", "jobscripts/scaling.sh", "s.yaml"});
  EXPECT_EQ(cluster.wait_for_end(job), "COMPLETED")
      << cluster.read("assay-" + job + ".log");
  EXPECT_EQ(cluster.good_launches("s").size(), 3U);
  EXPECT_NE(cluster.run({"id", "-u"}).output_tail, "0\n");
}

TEST_F(ScalingTest, TwoStudiesAtOnceDoNotMix) {
  cluster_.write("s.yaml", study(4));
  auto const first = submit({});
  auto const second = submit({});  // pending, and finds the study done
  EXPECT_EQ(cluster_.wait_for_end(first), "COMPLETED") << log(first);
  EXPECT_EQ(cluster_.wait_for_end(second), "COMPLETED") << log(second);
  EXPECT_TRUE(is_complete(4)) << log(first) << log(second);
}

}  // namespace
}  // namespace assay
