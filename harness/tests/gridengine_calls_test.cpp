// SPDX-License-Identifier: Apache-2.0
// What runs and submissions ask of Grid Engine, where its commands are scripts that
// give the answers of Grid Engine 8.1.9. A real cell is in gridengine/.
#include <gmock/gmock.h>

#include "gridengine/grid_queue.hpp"
#include "gridengine/qsub.hpp"
#include "os/errors.hpp"
#include "scheduler/scheduler.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Key;
using testing::Pair;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

/// Of four cores.
std::string host(std::string const& name) {
  return " <host name='" + name + R"('>
   <hostvalue name='m_core'>4</hostvalue>
   <hostvalue name='m_thread'>4</hostvalue>
 <queue name='all.q'>
   <queuevalue qname='all.q' name='slots'>4</queuevalue>
 </queue>
 </host>
)";
}

std::string running_job(std::string const& id) {
  return "<job_list state=\"running\">\n<JB_job_number>" + id +
         "</JB_job_number>\n<state>r</state>\n"
         "<JAT_start_time>2026-11-28T09:56:32</JAT_start_time>\n"
         "<hard_request name=\"h_rt\" resource_contribution=\"0\">90</hard_request>\n"
         "</job_list>\n";
}

class GridCalls : public testing::Test {
 protected:
  /// A command that prints `answer` to all it is asked, and keeps its words in `asked`.
  void says(std::string const& name, std::string const& answer, int exit_code = 0) {
    put(scratch_ / (name + ".txt"), answer);
    put_command(scratch_ / name, "echo " + name + " \"$@\" >>'" +
                                     (scratch_ / "asked").string() + "'\ncat '" +
                                     (scratch_ / (name + ".txt")).string() +
                                     "'\nexit " + std::to_string(exit_code) + "\n");
  }

  /// qconf, whose answer is named by its first option.
  void configures(std::map<std::string, std::string> const& answers) {
    for (auto const& [option, answer] : answers)
      put(scratch_ / ("qconf" + option), answer);
    put_command(scratch_ / "qconf",
                "cat '" + scratch_.path().string() +
                    "'/qconf$1 2>/dev/null && exit\necho 'no such option'; exit 1\n");
  }

  /// A cell of two hosts whose parallel environment has this rule.
  void has_hosts(std::string const& rule) {
    configures({{"-spl", "mpi\n"},
                {"-sp", "pe_name mpi\nslots 999\nallocation_rule " + rule + "\n"},
                {"-sq", "qname all.q\ns_rt INFINITY\nh_rt 24:00:00\n"}});
    says("qselect", "all.q@node1\nall.q@node2\n");
    says("qhost", "<qhost>\n" + host("node1") + host("node2") + "</qhost>\n");
  }

  ClusterNodes nodes(JobSection const& wishes = {}) {
    return calls_.queue->nodes(wishes, {}, environment_);
  }

  /// Why what is called cannot be done.
  template <class Call>
  static std::string refusal_of(Call const& call) {
    try {
      call();
    } catch (EnvironmentError const& error) {
      return error.what();
    }
    return "none";
  }

  /// Why the nodes of the cell are not known.
  std::string refusal(JobSection const& wishes = {}) {
    return refusal_of([&] { nodes(wishes); });
  }

  /// As in a job on these hosts.
  void enter_job(std::string const& hostfile) {
    put(scratch_ / "hosts", hostfile);
    environment_["JOB_ID"] = "7";
    environment_["SGE_JOB_SPOOL_DIR"] = scratch_.path();
    environment_["PE_HOSTFILE"] = scratch_ / "hosts";
  }

  Scratch scratch_;
  Scheduler const& calls_ = scheduler_named("Grid Engine");
  Environment environment_{{"PATH", scratch_.path().string() + ":/usr/bin:/bin"}};
};

TEST_F(GridCalls, NameTheNodesThatASubmissionGets) {
  has_hosts("4");
  auto const found = nodes();
  EXPECT_EQ(found.machine.nodes, 2);
  EXPECT_EQ(found.slots_per_node, 4);
  EXPECT_EQ(found.parallel_environment, "mpi");
  EXPECT_EQ(found.limit_s, 86400);
  EXPECT_EQ(bytes_of(scratch_ / "asked"), "qselect -pe mpi\nqhost -q -xml\n");
  JobSection wishes;
  wishes.partition = "all.q";
  nodes(wishes);
  EXPECT_THAT(bytes_of(scratch_ / "asked"), HasSubstr("qselect -pe mpi -q all.q\n"));
}

TEST_F(GridCalls, SayWhyThereAreNoNodes) {
  EXPECT_THAT(refusal(),
              AllOf(HasSubstr("qconf -spl does not say what hosts there are"),
                    HasSubstr("assay plan --machine")));
  configures({{"-spl", "smp\nmpi\n"}});
  EXPECT_THAT(refusal(), HasSubstr("has 2 parallel environments: smp, mpi. Name"));
  configures({{"-spl", ""}});
  EXPECT_THAT(refusal(), HasSubstr("has 0 parallel environments. Name"));
  JobSection wishes;
  wishes.parallel_environment = "mpi";
  EXPECT_THAT(refusal(wishes), HasSubstr("qconf -sp mpi does not say what hosts there "
                                         "are: no such option"));
  has_hosts("$round_robin");
  EXPECT_THAT(refusal(), HasSubstr("mpi gives no whole host: its allocation_rule is "
                                   "$round_robin. Name one"));
  wishes.partition = "long.q";
  EXPECT_THAT(refusal(wishes), HasSubstr("gives no whole host of queue long.q: "));
}

TEST_F(GridCalls, KnowNoLimitWhereAQueueHasNone) {
  has_hosts("4");
  configures({{"-spl", "mpi\n"},
              {"-sp", "pe_name mpi\nslots 999\nallocation_rule 4\n"},
              {"-sq", "qname all.q\nh_rt\n"}});
  EXPECT_FALSE(nodes().limit_s);
}

TEST_F(GridCalls, WriteAFirstSiteFileWithTheChoicesThatAreNone) {
  configures({{"-spl", "mpi\n"}, {"-sql", "all.q\nlong.q\n"}});
  EXPECT_THAT(calls_.queue->first_site(environment_),
              HasSubstr("gridengine:\n  parallel_environment: mpi\n"
                        "  # queue: all.q\n  # queue: long.q\n"));
}

TEST_F(GridCalls, TellTheMachineWhatItsJobHas) {
  enter_job("node1 4 all.q@node1 UNDEFINED\nnode2 2 all.q@node2 UNDEFINED\n");
  says("qstat", running_job("7"));
  Machine machine;
  machine.cores_per_node = 8;
  ASSERT_TRUE(calls_.job.apply(machine, environment_));
  EXPECT_EQ(machine.job_id, "7");
  EXPECT_TRUE(machine.job_left_s);
  EXPECT_EQ(machine.nodes, 2);
  EXPECT_EQ(machine.cores_per_node, 2);
}

TEST_F(GridCalls, TakeThisHostForAJobWithoutAParallelEnvironment) {
  enter_job("");
  environment_["PE_HOSTFILE"] = "";
  environment_["NSLOTS"] = "3";
  says("qstat", running_job("7"));
  Machine machine;
  machine.host = "here";
  machine.cores_per_node = 8;
  ASSERT_TRUE(calls_.job.apply(machine, environment_));
  EXPECT_THAT(machine.node_names, ElementsAre("here"));
  EXPECT_EQ(machine.cores_per_node, 3);
}

TEST_F(GridCalls, SeeThatTheVariablesAreOfAJobThatIsOver) {
  enter_job("node1 4 q -\n");
  environment_["SGE_JOB_SPOOL_DIR"] = scratch_ / "gone";
  Machine machine;
  EXPECT_FALSE(calls_.job.apply(machine, environment_));
  enter_job("node1 many q -\n");
  EXPECT_FALSE(calls_.job.apply(machine, environment_)) << "the file is none of hosts";
  EXPECT_EQ(machine.job_id, "");
}

TEST_F(GridCalls, ObserveNothingWhileTheMasterIsAway) {
  says("qstat", "error: commlib error: got select error\n", 1);
  EXPECT_FALSE(calls_.job.observe("7", environment_));
  EXPECT_EQ(calls_.queue->ask(environment_).problem,
            "error: commlib error: got select error");
  says("qstat", running_job("7"));
  EXPECT_EQ(calls_.job.observe("7", environment_)->state, "RUNNING");
  EXPECT_FALSE(calls_.job.observe("8", environment_));
}

TEST_F(GridCalls, RecordTheJobAndItsNodes) {
  EXPECT_TRUE(calls_.job.record(environment_).is_null());
  environment_["JOB_ID"] = "7";
  EXPECT_TRUE(calls_.job.record(environment_).is_null()) << "it may be anyone's";
  enter_job("node1 4 q -\nnode2 4 q -\n");
  EXPECT_EQ(
      to_text(calls_.job.record(environment_)),
      R"({"scheduler":"Grid Engine","job":"7","restarts":0,"nodes":"node1,node2"})");
  environment_["RESTARTED"] = "1";
  environment_["PE_HOSTFILE"] = "";
  EXPECT_EQ(to_text(calls_.job.record(environment_)),
            R"({"scheduler":"Grid Engine","job":"7","restarts":1})");
  EXPECT_TRUE(calls_.job.is_restarted(environment_));
}

TEST_F(GridCalls, KeepAJobOnSeveralHostsFromBeingRequeued) {
  auto const obstacle = [&] { return calls_.job.requeue_obstacle(environment_); };
  EXPECT_EQ(obstacle(), "") << "one without a parallel environment";
  enter_job("node1 4 q -\n");
  EXPECT_EQ(obstacle(), "");
  enter_job("node1 4 q -\nnode2 4 q -\n");
  EXPECT_THAT(obstacle(), HasSubstr("The same command goes on from here"));
  environment_["SGE_TASK_ID"] = "2";
  environment_["SGE_TASK_LAST"] = "5";
  EXPECT_THAT(obstacle(), HasSubstr("The next of its jobs in turn goes on"));
}

TEST_F(GridCalls, TakeTheTurnsAfterThisOneOutOfTheQueue) {
  enter_job("");
  says("qdel", "");
  auto const end = [&](char const* task) {
    environment_["SGE_TASK_ID"] = task;
    environment_["SGE_TASK_LAST"] = "5";
    calls_.job.end_rest_of_array(environment_);
    return bytes_of(scratch_ / "asked");
  };
  EXPECT_EQ(end("undefined"), "") << "it is no array";
  EXPECT_EQ(end("5"), "") << "it is the last";
  EXPECT_EQ(end("2"), "qdel 7 -t 3-5\n");
}

TEST_F(GridCalls, ContinueAJobForAsLongAsItWasGiven) {
  enter_job("node1 4 q -\n");
  environment_["JOB_NAME"] = "j";
  says("qstat", running_job("7"));
  EXPECT_THAT(calls_.job.continuation({}, environment_, {"job.sh"}),
              IsSupersetOf({"-hold_jid", "7", "h_rt=90", "job.sh"}));
}

TEST_F(GridCalls, NameTheClusterOrElseTheCell) {
  environment_["SGE_CELL"] = "default";
  EXPECT_EQ(calls_.job.cluster(environment_), "default");
  environment_["SGE_CLUSTER_NAME"] = "p6444";
  EXPECT_EQ(calls_.job.cluster(environment_), "p6444");
}

TEST_F(GridCalls, SubmitFromAJobWithWhatIsTheUsersOnly) {
  environment_["SGE_TASK_ID"] = "2";
  EXPECT_EQ(calls_.queue->environment(environment_), environment_) << "it is no job";
  enter_job("node1 4 q -\n");
  for (auto const* name : {"NSLOTS", "NHOSTS", "SGE_ROOT", "SGE_CELL"})
    environment_[name] = "x";
  EXPECT_THAT(calls_.queue->environment(environment_),
              UnorderedElementsAre(Key("PATH"), Key("SGE_ROOT"), Key("SGE_CELL")));
}

TEST_F(GridCalls, AreNotPreferredWithoutACellOrACommand) {
  auto const preference = [&] { return calls_.queue->preference(environment_); };
  EXPECT_EQ(preference(), 0) << "no SGE_ROOT";
  environment_["SGE_ROOT"] = scratch_.path();
  environment_["SGE_CELL"] = "cell";
  fs::create_directories(scratch_ / "cell/common");
  put(scratch_ / "cell/common/act_qmaster", "login\n");
  environment_["PATH"] = scratch_.path();
  EXPECT_EQ(preference(), 0) << "no qsub";
  says("qsub", "");
  EXPECT_EQ(preference(), 2);
  environment_["SGE_CELL"] = "";
  EXPECT_EQ(preference(), 0) << "that is the cell default";
}

TEST_F(GridCalls, ReadTheIdAmongWhatASiteLetsQsubSay) {
  says("qsub", "Welcome to the cluster\n12.1-3:1\n");
  EXPECT_EQ(qsub({"qsub", "job.sh"}, environment_), "12");
  says("qsub", "Welcome to the cluster\n");
  EXPECT_EQ(refusal_of([&] {
              qsub({"qsub", "job.sh"}, environment_);
            }),
            "qsub names no job: Welcome to the cluster");
}

TEST_F(GridCalls, QuoteWhatGridEngineRefuses) {
  says("qsub", "Unable to run job: denied: no such project.\nExiting.\n", 1);
  EXPECT_EQ(refusal_of([&] { qsub({"qsub"}, environment_); }),
            "Grid Engine refuses the job: denied: no such project.");
  says("qrls", "denied: job \"9\" does not exist\n", 1);
  EXPECT_EQ(refusal_of([&] { qrls({"9"}, environment_); }),
            "Grid Engine does not release the jobs: denied: job \"9\" does not exist");
  says("qdel", "", 1);
  std::string problem;
  EXPECT_FALSE(qdel({"9"}, environment_, problem));
  EXPECT_EQ(problem, "exit code 1");
}

TEST_F(GridCalls, AskNothingForNoJobs) {
  std::string problem;
  EXPECT_TRUE(qdel({}, environment_, problem));
  qrls({}, environment_);
  EXPECT_FALSE(fs::exists(scratch_ / "asked"));
  says("qdel", "");
  EXPECT_TRUE(qdel({"7", "8"}, environment_, problem));
  EXPECT_EQ(bytes_of(scratch_ / "asked"), "qdel 7 8\n");
}

TEST_F(GridCalls, JoinTheThreeAnswersOfTheQueue) {
  says("qstat", running_job("7"));
  auto const answer = calls_.queue->ask(environment_);
  EXPECT_EQ(answer.problem, "");
  auto const jobs = parse_qstat(answer.text);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs.front().id, "7");
  EXPECT_THAT(bytes_of(scratch_ / "asked"),
              AllOf(HasSubstr(" -s prs\n"), HasSubstr(" -s hu\n"),
                    HasSubstr("qstat -j assay-*\n")));
}

TEST_F(GridCalls, HaveNoAccountsWhereNothingRemembers) {
  says("qacct", "error: job name assay-* not found\n", 1);
  EXPECT_EQ(ask_qacct({}, environment_), "");
  says("qacct", "jobname      assay-x\njobnumber    1\nfailed       0\n");
  EXPECT_THAT(parse_qacct(ask_qacct({}, environment_)),
              ElementsAre(Pair("1", testing::_)));
}

TEST(WordsOfGrid, SayWhatACommandThatIsSilentDid) {
  ProcessResult answer;
  answer.error = "qstat: not found";
  EXPECT_EQ(words_of_grid(answer), "qstat: not found");
  answer.ending = Ending::timed_out;
  EXPECT_EQ(words_of_grid(answer), "no answer in time");
  answer.ending = Ending::exited;
  answer.exit_code = 1;
  answer.output_tail = "one\n\ntwo\n";
  EXPECT_EQ(words_of_grid(answer), "one; two");
}

}  // namespace
}  // namespace assay
