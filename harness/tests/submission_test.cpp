// SPDX-License-Identifier: Apache-2.0
// The pure half of assay submit and status.
#include "scheduler/submission.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "os/errors.hpp"
#include "scheduler/queue.hpp"
#include "scheduler/submitted.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"
#include "slurm/cluster_nodes.hpp"
#include "slurm/sbatch.hpp"
#include "slurm/slurm_queue.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;
namespace fs = std::filesystem;

std::vector<GroupJob> jobs(double seconds, JobSection const& wishes = {},
                           std::optional<double> limit_s = std::nullopt) {
  return make_group_jobs({{4, {3, 30, seconds}}}, wishes, limit_s);
}

TEST(GroupJobs, HaveHalfAsMuchTimeAgainAndAReserve) {
  auto const job = jobs(1000).at(0);
  EXPECT_EQ(job.name, "n4");
  EXPECT_EQ(job.time_s, 28 * 60);  // 1500 + 120 + 60 s
  EXPECT_EQ(job.jobs, 1);
  EXPECT_EQ(jobs(1).at(0).time_s, 300);
  EXPECT_DOUBLE_EQ(job.core_hours(8), 4 * 8 * 1000 / 3600.0);
}

TEST(GroupJobs, TakeTurnsWhereOneWouldBeTooLong) {
  auto const limited = jobs(3600, {}, 1380).at(0);
  EXPECT_EQ(limited.time_s, 1380);
  EXPECT_EQ(limited.jobs, 5);  // 5400 s by 1200 s
  JobSection wishes;
  wishes.time_s = 1380;
  EXPECT_EQ(jobs(3600, wishes).at(0).jobs, 5);
  wishes.time_s = 60;  // no longer than the reserve: half of it
  EXPECT_EQ(jobs(10, wishes).at(0).jobs, 1);
}

TEST(GroupJobs, ShareTheCoreHours) {
  auto groups = make_group_jobs({{1, {1, 1, 100}}, {3, {1, 1, 100}}}, {}, std::nullopt);
  share_core_hours(groups, 8);
  EXPECT_DOUBLE_EQ(*groups[0].core_hours_limit, 2);
  EXPECT_DOUBLE_EQ(*groups[1].core_hours_limit, 6);
}

TEST(SubmitWords, KeepEveryValueAWord) {
  JobSection wishes;
  wishes.constraint = "$(touch /x)&b";
  wishes.directives = {"--licenses=a;b"};
  wishes.modules = {"gcc/12", "a;b"};
  auto group = jobs(10).at(0);
  group.jobs = 3;
  auto const words = group_words(group, wishes, {"/p", "/bin/assay", "/r/s t"});
  EXPECT_THAT(words, IsSupersetOf({"--constraint=$(touch /x)&b", "--licenses=a;b",
                                   "--array=1-3%1", "--nodes=4", "--time=5",
                                   "--signal=B:USR1@120", "--chdir=/r/s t/groups/n4",
                                   "--hold"}));
  EXPECT_THAT(std::vector(words.end() - 7, words.end()),
              ElementsAre("/p/jobscripts/group.sh", "/p", "/bin/assay",
                          "/r/s t/groups/n4", "120", "gcc/12", "a;b"));
  EXPECT_THAT(collect_words({"7", "8"}, {{}, 1, {"/p", "/bin/assay", "/r/s"}}),
              Contains("--dependency=afterany:7:8"));
}

TEST(Directives, ThatAreOursAreFound) {
  JobSection wishes;
  wishes.directives = {"--exclusive", "--mem=4G"};
  EXPECT_EQ(forbidden_directive(wishes), "");
  wishes.directives.emplace_back("--chdir=/");
  EXPECT_EQ(forbidden_directive(wishes), "chdir");
}

TEST(Environment, OfAJobIsNotHandedOn) {
  EXPECT_EQ(submitting_environment(
                {{"SLURM_JOB_ID", "1"}, {"SLURM_CONF", "c"}, {"PATH", "p"}}),
            (Environment{{"SLURM_CONF", "c"}, {"PATH", "p"}}));
}

TEST(Queue, IsReadAndStatesThatAreNotKnownAreAlive) {
  auto const jobs = parse_queue(
      "12|N/A|PENDING|ReqNodeNotAvail, UnavailableNodes:n1|/r/a b|c\n"
      "slurm_load_jobs error\n13|2-3%1|NODE_FAIL|None|/r\n14|N/A|NEW_STATE|None|/r\n");
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs[0].directory, "/r/a b|c");
  EXPECT_EQ(jobs[0].reason, "ReqNodeNotAvail, UnavailableNodes:n1");
  EXPECT_TRUE(jobs[0].live());
  EXPECT_FALSE(jobs[1].live());
  EXPECT_TRUE(jobs[2].live());
  auto const past = parse_accounting("12|CANCELLED by 0|None\n13_2|TIMEOUT|None\n");
  EXPECT_EQ(past.at("12").state, "CANCELLED");
  EXPECT_EQ(past.at("13").state, "TIMEOUT");
}

/// A directory with a squeue that counts its calls and answers as `body` says.
class SeldomTest : public ::testing::Test {
 protected:
  SeldomTest() { answer("echo '12|N/A|RUNNING|None|/r'"); }

  void answer(std::string const& body) const {
    put_command(scratch_ / "squeue",
                "echo x >>" + (scratch_ / "calls").string() + "\n" + body + "\n");
  }

  QueueAnswer ask() const {
    return ask_queue_seldom(*slurm_.queue, environment_, scratch_ / "memory");
  }

  Json memory() const { return parse_json(bytes_of(scratch_ / "memory")); }

  void let_time_pass() const {
    auto changed = memory();
    changed["asked_s"] = 0;
    put(scratch_ / "memory", to_text(changed));
  }

  std::size_t calls() const {
    std::error_code none;
    auto const size = fs::file_size(scratch_ / "calls", none);
    return none ? 0 : size / 2;
  }

  Scratch scratch_;
  Scheduler const& slurm_ = scheduler_named("Slurm");
  Environment environment_{
      {"PATH", scratch_.path().string() + ":" + std::getenv("PATH")}};
};

TEST_F(SeldomTest, OneQuestionServesManyStudies) {
  for (int time = 0; time < 5; ++time) EXPECT_EQ(ask().jobs.size(), 1U);
  EXPECT_EQ(calls(), 1U);
  ScopedVariable const often("ASSAY_QUEUE_EVERY_S", "0");
  fs::remove(scratch_ / "memory");
  for (int time = 0; time < 3; ++time) ask();
  EXPECT_EQ(calls(), 4U);
}

TEST_F(SeldomTest, WhileSlurmIsSilentTheLastAnswerServesAndQuestionsBecomeRare) {
  ScopedVariable const often("ASSAY_QUEUE_EVERY_S", "100");
  ask();
  answer("echo 'slurm_load_jobs error: Unable to contact slurm controller'; exit 1");
  for (auto const wait_s : {200, 400, 600, 600}) {
    let_time_pass();
    auto const silent = ask();
    EXPECT_EQ(silent.jobs.size(), 1U);
    EXPECT_EQ(silent.problem, "Unable to contact slurm controller");
    EXPECT_EQ(memory().at("wait_s"), wait_s);
  }
  EXPECT_EQ(calls(), 5U);
}

/// What a job of Slurm ended as, of one that the queue has forgotten.
TEST_F(SeldomTest, AccountingIsAskedForEachJobOnce) {
  put_command(scratch_ / "sacct", "echo \"$@\" >>'" + (scratch_ / "asked").string() +
                                      "'\necho '7|TIMEOUT|None'\n");
  ask();
  auto const accounting = [&](std::vector<std::string> const& ids) {
    return ask_accounting_seldom(*slurm_.queue, ids, environment_, scratch_ / "memory");
  };
  EXPECT_EQ(accounting({"7"}).at("7").state, "TIMEOUT");
  auto const once = bytes_of(scratch_ / "asked");
  EXPECT_EQ(accounting({"7"}).at("7").state, "TIMEOUT");
  EXPECT_EQ(bytes_of(scratch_ / "asked"), once);
  accounting({"7", "8"});
  auto const again = bytes_of(scratch_ / "asked").substr(once.size());
  EXPECT_THAT(again, testing::HasSubstr("8"));
  EXPECT_THAT(again, testing::Not(testing::HasSubstr("7")));
  accounting({});
  EXPECT_EQ(bytes_of(scratch_ / "asked"), once + again);
}

constexpr char const* nodes_text =
    "main*|4096|2|64|2|515000|1-00:00:00|amd,gpu|256|1-infinite\n"
    "main*|2|2|16|1|250000|1-00:00:00|intel|32|1-infinite\n"
    "long|8|2|64|2|1|infinite|amd|128|2-4\n";

TEST(ClusterNodes, OfAbsurdSizesStayNumbers) {
  std::string const line = "main*|2147483647|65536|65536|2|1|1:00|a|8|1-infinite\n";
  std::string text;
  for (int i = 0; i < 3000; ++i) text += line;
  auto const nodes = parse_nodes(text, "", "");
  ASSERT_TRUE(nodes);
  EXPECT_EQ(nodes->machine.nodes, 1'000'000);
  EXPECT_EQ(nodes->machine.cores_per_node, 1'000'000);
}

TEST(ClusterNodes, AreThoseOfThePartition) {
  auto const nodes = parse_nodes(nodes_text, "", "");
  ASSERT_TRUE(nodes);
  EXPECT_EQ(nodes->machine.nodes, 4098);
  EXPECT_EQ(nodes->machine.cores_per_node, 32);
  EXPECT_EQ(nodes->limit_s, 86400);
  EXPECT_EQ(parse_nodes(nodes_text, "main", "amd")->machine.cores_per_node, 128);
  auto const other = parse_nodes(nodes_text, "long", "");
  EXPECT_EQ(other->machine.memory_bytes, 0U);
  EXPECT_FALSE(other->limit_s);
  EXPECT_EQ(other->machine.threads_per_core, 1);  // as many CPUs as cores
  EXPECT_EQ(parse_nodes(nodes_text, "main", "amd")->machine.threads_per_core, 2);
  EXPECT_EQ(other->machine.nodes, 4);
  EXPECT_EQ(other->machine.least_nodes, 2);
  EXPECT_EQ(other->machine.limit_of_nodes,
            "of 8 in the partition, its MaxNodes for a job");
  EXPECT_EQ(parse_nodes(nodes_text, "long,main", "amd")->machine.nodes, 4104);
  EXPECT_FALSE(parse_nodes(nodes_text, "nowhere", ""));
  EXPECT_EQ(described_nodes("4096x128").machine.cores(), 524288);
  for (auto const* wrong : {"", "4", "x4", "4x", "0x4", "4x4x4", "4 x4"})
    EXPECT_THROW(described_nodes(wrong), UsageError) << wrong;
}

class SubmittedTest : public ::testing::Test {
 protected:
  SubmittedTest() {
    submission_.groups = jobs(10);
    for (auto const* group : {"n4", "collect"}) {
      fs::create_directories(group_directory(scratch_.path(), group));
      note_job(group_directory(scratch_.path(), group), group[0] == 'n' ? "7" : "8");
    }
  }

  std::vector<GroupState> states(std::string const& queue,
                                 std::string const& accounting = "") const {
    return group_states(scheduler_named("Slurm"), scratch_.path(), submission_,
                        {parse_queue(queue), 0, ""}, parse_accounting(accounting));
  }

  Scratch scratch_;
  Submission submission_;
};

TEST_F(SubmittedTest, JobsAreKnownByIdOrByDirectory) {
  auto const place = group_directory(scratch_.path(), "n4").string();
  auto const live =
      live_jobs(scratch_.path(),
                parse_queue("7|N/A|COMPLETED|None|/elsewhere\n9|N/A|PENDING|None|" +
                            place + "\n10|N/A|RUNNING|None|/other\n"));
  EXPECT_EQ(live, (LiveJobs{{"n4", {"9"}}}));
  EXPECT_EQ(describe_jobs(live), "n4 (job 9)");
}

TEST_F(SubmittedTest, StatesComeFromTheQueueThenFromAccounting) {
  auto const seen = states("7|2|PENDING|Resources|/r\n7|1|RUNNING|None|/r\n");
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_TRUE(seen[0].runs());
  EXPECT_EQ(seen[1].state, "gone");
  EXPECT_EQ(states("", "8|TIMEOUT|None\n")[1].state, "timeout");
  EXPECT_THAT(forgotten_jobs(scratch_.path(), submission_,
                             {parse_queue("7|N/A|RUNNING|None|/r\n"), 0, ""}),
              ElementsAre("8"));
  note_job(group_directory(scratch_.path(), "n4"), "11");
  EXPECT_EQ(states("7|N/A|FAILED|None|/r\n11|N/A|PENDING|Priority|/r\n")[0].reason,
            "Priority");
}

TEST_F(SubmittedTest, OfAnArrayTheTaskThatIsMostAliveCounts) {
  auto const state = [&](std::string const& queue) { return states(queue)[0].state; };
  EXPECT_EQ(state("7|1|COMPLETING|None|/r\n7|2|PENDING|None|/r\n"), "completing");
  EXPECT_EQ(state("7|1|FAILED|None|/r\n7|2|PENDING|None|/r\n"), "pending");
  EXPECT_EQ(state("7|1|FAILED|None|/r\n"), "failed");
  EXPECT_TRUE(states("7|1|PENDING|None|/r\n")[0].waits());
  EXPECT_TRUE(states("7|1|CONFIGURING|None|/r\n")[0].waits());
  EXPECT_FALSE(states("7|1|COMPLETING|None|/r\n")[0].waits());
}

TEST_F(SubmittedTest, AGroupWithoutAJobOrAnAnswerSaysSo) {
  submission_.groups.push_back({});
  submission_.groups.back().name = "n9";
  submission_.groups.back().nodes = 9;
  auto const silent =
      group_states(scheduler_named("Slurm"), scratch_.path(), submission_,
                   {{}, 0, "Unable to contact slurm controller"}, {});
  ASSERT_EQ(silent.size(), 3U);
  EXPECT_EQ(silent[0].state, "unknown");
  EXPECT_EQ(silent[1].state, "unsubmitted");
  EXPECT_EQ(silent[1].job, "");
  EXPECT_THROW(take_live_jobs(scheduler_named("Slurm"), scratch_.path(),
                              {{}, 0, "Unable to contact slurm controller"}, {}),
               EnvironmentError);
}

TEST_F(SubmittedTest, ASubmissionIsReadAsItWasWritten) {
  submission_.study = "s";
  submission_.text = "a: \"b\"\n";
  submission_.machine.nodes = 4096;
  submission_.machine.least_nodes = 2;
  submission_.machine.srun = Srun{};
  submission_.scheduler = "Slurm";
  submission_.overrides = {"slurm.directives=[--x]", "ranks=2"};
  submission_.plan = {{"kind", "study"}};
  submission_.groups[0].core_hours_limit = 2.5;
  write_submission(scratch_.path(), submission_);
  auto const read = read_submission(scratch_.path());
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), to_json(submission_));
  EXPECT_EQ(read->overrides, submission_.overrides);
  EXPECT_TRUE(read->machine.srun);
  auto earlier = to_json(submission_);  // as it was before there was another scheduler
  earlier.erase("scheduler");
  EXPECT_EQ(submission_from(earlier).scheduler, "Slurm");
  submission_.machine.srun.reset();
  EXPECT_FALSE(submission_from(to_json(submission_)).machine.srun);
  std::ofstream(submission_file(scratch_.path())) << "{";
  EXPECT_ANY_THROW(read_submission(scratch_.path()));
  EXPECT_FALSE(read_submission(scratch_ / "absent"));
  auto later = to_json(submission_);
  later["schema"] = "submission 9";
  put(submission_file(scratch_.path()), to_text(later));
  try {
    read_submission(scratch_.path());
    ADD_FAILURE() << "it was read";
  } catch (std::exception const& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("is of another version of assay"));
  }
}

}  // namespace
}  // namespace assay
