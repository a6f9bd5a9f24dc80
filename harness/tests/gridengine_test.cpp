// SPDX-License-Identifier: Apache-2.0
// The pure half of Grid Engine: what its commands print and what they are given. The
// texts are answers of Grid Engine 8.1.9.
#include <gmock/gmock.h>

#include "gridengine/grid_nodes.hpp"
#include "gridengine/grid_queue.hpp"
#include "gridengine/qsub.hpp"
#include "scheduler/clock_seconds.hpp"
#include "scheduler/host_slots.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

TEST(HostFile, CountsTheSlotsOfEachHost) {
  auto const hosts = parse_hostfile(
      "node2 2 all.q@node2 UNDEFINED\nnode1 2 all.q@node1 UNDEFINED\n"
      "node1 1 more.q@node1 <NULL>\n");
  ASSERT_TRUE(hosts);
  EXPECT_EQ(names_of(*hosts), "node2,node1");
  EXPECT_EQ((*hosts)[1].slots, 3);
  for (auto const* wrong : {"", "node1\n", "node1 x q\n", "node1 0 q\n", "n -1 q\n"})
    EXPECT_FALSE(parse_hostfile(wrong)) << wrong;
}

TEST(HostFile, GivesNoMoreCoresThanAHostHas) {
  Machine machine;
  machine.cores_per_node = 4;
  apply_hosts(machine, {{"a", 8}, {"b", 3}});
  EXPECT_EQ(machine.nodes, 2);
  EXPECT_EQ(machine.cores_per_node, 3);
  EXPECT_THAT(machine.node_names, ElementsAre("a", "b"));
}

constexpr char const* jobs_text = R"(<?xml version='1.0'?>
<job_info  xmlns:xsd="http://arc.liv.ac.uk/repos/darcs/sge/source/dist/util/resources/schemas/qstat/qstat.xsd">
  <queue_info>
    <job_list state="running">
      <JB_job_number>1</JB_job_number>
      <JB_name>assay-x-n2</JB_name>
      <state>r</state>
      <JAT_start_time>2026-11-28T09:56:32</JAT_start_time>
      <hard_request name="h_rt" resource_contribution="0.000000">12</hard_request>
      <hard_request name="s_rt" resource_contribution="0.000000">6</hard_request>
    </job_list>
    <job_list state="running">
      <JB_job_number>2</JB_job_number>
      <state>dr</state>
      <JAT_start_time>2026-11-28T09:56:32</JAT_start_time>
    </job_list>
  </queue_info>
  <job_info>
    <job_list state="pending">
      <JB_job_number>3</JB_job_number>
      <state>hqw</state>
      <tasks>1-3:1</tasks>
    </job_list>
    <job_list state="pending">
      <JB_job_number>4</JB_job_number>
      <state>hqw</state>
    </job_list>
    <job_list state="pending">
      <JB_job_number>6</JB_job_number>
      <state>Eqw</state>
    </job_list>
  </job_info>
</job_info>
)";

std::string answer_of_qstat() {
  return std::string(jobs_text) + R"(
=== held
job-ID  prior   name       user         state submit/start at     queue                          slots ja-task-ID 
-----------------------------------------------------------------------------------------------------------------
      4 0.00000 assay-x-n3 root         hqw   11/28/2026 09:56:33                                  200        

=== details
==============================================================
job_number:                 3
cwd:                        /r/s t/groups/n3
scheduling info:            queue instance "all.q@node1" dropped because it is full
                            job dropped because of job dependencies
==============================================================
job_number:                 6
cwd:                        /nodir
error reason    1:          11/28/2026 09:56:55 [0:14]: error: can't chdir to /nodir
scheduling info:            Job is in error state
)";
}

TEST(Qstat, IsReadInSlurmsWords) {
  auto const jobs = parse_qstat(answer_of_qstat());
  ASSERT_EQ(jobs.size(), 5U);
  std::vector<std::string> states;
  for (auto const& job : jobs) states.push_back(job.state);
  EXPECT_THAT(states,
              ElementsAre("RUNNING", "COMPLETING", "PENDING", "PENDING", "PENDING"));
  EXPECT_EQ(jobs[2].directory, "/r/s t/groups/n3");
  EXPECT_EQ(jobs[2].reason, "job dropped because of job dependencies");
  EXPECT_EQ(jobs[2].task, "1-3:1");
}

TEST(Qstat, TellsAHoldOfTheUserFromOneForOtherJobs) {
  auto const jobs = parse_qstat(answer_of_qstat());
  EXPECT_FALSE(jobs[2].is_held);
  EXPECT_TRUE(jobs[3].is_held);
}

TEST(Qstat, SaysWhatNeverStarts) {
  auto const jobs = parse_qstat(answer_of_qstat());
  EXPECT_TRUE(jobs[4].never_starts);
  EXPECT_THAT(jobs[4].reason, HasSubstr("can't chdir to /nodir"));
  EXPECT_FALSE(jobs[2].never_starts);
}

TEST(Qstat, KnowsHowLongAJobHas) {
  auto const early = parse_running(jobs_text, "1", 0);
  ASSERT_TRUE(early);
  EXPECT_EQ(early->state, "RUNNING");
  auto const end_s = early->left_s;  // of the epoch: the start is local time
  ASSERT_TRUE(end_s);
  EXPECT_EQ(parse_running(jobs_text, "1", *end_s - 5)->left_s, 5);
  EXPECT_FALSE(parse_running(jobs_text, "2", 0)->left_s);
  EXPECT_FALSE(parse_running(jobs_text, "3", 0));
  EXPECT_FALSE(parse_running("", "1", 0));
  EXPECT_EQ(parse_limit(jobs_text, "1"), 12);
  EXPECT_FALSE(parse_limit(jobs_text, "2"));
}

TEST(Qacct, SaysHowJobsEnded) {
  auto const jobs =
      parse_qacct(R"(==============================================================
qname        all.q               
jobname      assay-x-n3          
jobnumber    2                   
taskid       undefined
failed       100 : assumedly after job
exit_status  137                  (Killed)
==============================================================
jobname      assay-x-n2          
jobnumber    1                   
failed       0    
exit_status  0                   
==============================================================
jobname      assay-x-n1          
jobnumber    3                   
failed       0    
exit_status  1                   
)");
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs.at("1").state, "COMPLETED");
  EXPECT_EQ(jobs.at("2").state, "FAILED");
  EXPECT_THAT(jobs.at("2").reason, HasSubstr("assumedly after job"));
  EXPECT_EQ(jobs.at("3").reason, "exit status 1");
}

constexpr char const* hosts_text = R"(<?xml version='1.0'?>
<qhost xmlns:xsd="http://arc.liv.ac.uk/repos/darcs/sge/source/dist/util/resources/schemas/qhost/qhost.xsd">
 <host name='global'>
   <hostvalue name='m_core'>-</hostvalue>
 </host>
 <host name='node1'>
   <hostvalue name='m_core'>16</hostvalue>
   <hostvalue name='m_thread'>32</hostvalue>
   <hostvalue name='mem_total'>23.5G</hostvalue>
 <queue name='all.q'>
   <queuevalue qname='all.q' name='slots'>32</queuevalue>
 </queue>
 </host>
 <host name='node2'>
   <hostvalue name='m_core'>8</hostvalue>
   <hostvalue name='m_thread'>8</hostvalue>
   <hostvalue name='mem_total'>512.0M</hostvalue>
 <queue name='all.q'>
   <queuevalue qname='all.q' name='slots'>8</queuevalue>
 </queue>
 </host>
</qhost>
)";

ParallelEnvironment environment_of(std::string const& rule, int slots = 9999) {
  return parse_parallel_environment("pe_name            mpi\nslots              " +
                                    std::to_string(slots) + "\nallocation_rule    " +
                                    rule + "\n");
}

TEST(GridNodes, AreTheHostsOfTheParallelEnvironment) {
  auto const hosts = parse_qhost(hosts_text);
  ASSERT_EQ(hosts.size(), 2U);
  std::vector<std::string> const all{"all.q@node1", "all.q@node2", "gone.q@node1"};
  auto const nodes = nodes_of_instances(environment_of("8"), all, hosts);
  ASSERT_TRUE(nodes);
  EXPECT_EQ(nodes->machine.nodes, 2);
  EXPECT_EQ(nodes->slots_per_node, 8);
  EXPECT_EQ(nodes->machine.cores_per_node, 8);
  EXPECT_EQ(nodes->machine.memory_bytes, std::uint64_t{512} << 20);
  auto const one = nodes_of_instances(environment_of("$fill_up"), {all[0]}, hosts);
  EXPECT_EQ(one->slots_per_node, 32);  // slots are threads there
  EXPECT_EQ(one->machine.cores_per_node, 16);
  EXPECT_EQ(one->machine.threads_per_core, 2);
}

TEST(GridNodes, AreNoneWhereTheRuleGivesNoWholeHosts) {
  auto const hosts = parse_qhost(hosts_text);
  std::vector<std::string> const all{"all.q@node1", "all.q@node2"};
  EXPECT_FALSE(nodes_of_instances(environment_of("$round_robin"), all, hosts));
  EXPECT_FALSE(nodes_of_instances(environment_of("64"), all, hosts));
  EXPECT_EQ(nodes_of_instances(environment_of("16"), all, hosts)->machine.nodes, 1);
  auto const few = nodes_of_instances(environment_of("8", 15), all, hosts);
  EXPECT_EQ(few->machine.nodes, 1);
  EXPECT_THAT(few->machine.limit_of_nodes, HasSubstr("of 2 in the queue"));
  EXPECT_EQ(nodes_of_instances(environment_of("$pe_slots"), all, hosts)->machine.nodes,
            1);
}

TEST(ClockSeconds, AreReadInBothForms) {
  EXPECT_EQ(clock_seconds("24:00:00"), 86400);
  EXPECT_EQ(clock_seconds("5400"), 5400);
  for (auto const* none : {"INFINITY", "", "1:x", "-5"})
    EXPECT_FALSE(clock_seconds(none)) << none;
}

GroupJob group_of_two_nodes() {
  GroupJob group;
  group.name = "n2";
  group.nodes = 2;
  group.time_s = 600;
  return group;
}

TEST(QsubWords, AskForWholeNodesAndKeepEveryValueAWord) {
  JobSection wishes;
  wishes.partition = "$(touch /x)&q";
  wishes.account = "p";
  wishes.directives = {"-l", "mem_free=4G"};
  auto group = group_of_two_nodes();
  group.jobs = 3;
  ClusterNodes cluster;
  cluster.slots_per_node = 16;
  cluster.parallel_environment = "mpi";
  auto const words =
      qsub_group_words(group, wishes, {"/p", "/bin/assay", "/r/s t"}, cluster);
  EXPECT_THAT(words,
              IsSupersetOf({"-h", "-pe", "mpi", "32", "h_rt=600", "1-3", "-tc",
                            "$(touch /x)&q", "mem_free=4G", "/r/s t/groups/n2"}));
  EXPECT_THAT(std::vector(words.end() - 5, words.end()),
              ElementsAre("/p/jobscripts/group.sh", "/p", "/bin/assay",
                          "/r/s t/groups/n2", "120"));
  EXPECT_THAT(qsub_collect_words({"7", "8"}, {{}, 1, {"/p", "/bin/assay", "/r/s"}}),
              IsSupersetOf({"-hold_jid", "7,8"}));
}

TEST(QsubWords, OfAGroupOnSeveralHostsThatGoesOnAskForMoreTurns) {
  JobSection wishes;
  wishes.continuation = Continuation::requeue;
  auto group = group_of_two_nodes();
  auto const words = [&] { return qsub_group_words(group, wishes, {}, {}); };
  EXPECT_THAT(words(), IsSupersetOf({"-t", "1-5", "-tc", "1"}));
  group.nodes = 1;
  EXPECT_THAT(words(), Not(Contains("-t"))) << "it is started again";
  group.nodes = 2;
  wishes.continuation = Continuation::none;
  EXPECT_THAT(words(), Not(Contains("-t")));
}

TEST(QsubWords, OfAContinuationAskForAJobLikeTheOwn) {
  JobSection wishes;
  wishes.account = "p";
  Environment const own{{"JOB_ID", "7"}, {"JOB_NAME", "j"},
                        {"PE", "mpi"},   {"NSLOTS", "32"},
                        {"QUEUE", "q"},  {"SGE_STDOUT_PATH", "/r/log"}};
  auto const words =
      qsub_continuation_words(wishes, own, 600, "/r", {"/p/job.sh", "s.yaml"});
  EXPECT_THAT(words, Not(Contains("-h"))) << "nobody releases it";
  EXPECT_THAT(words, IsSupersetOf({"-hold_jid", "7", "-pe", "mpi", "32", "h_rt=600",
                                   "-q", "q", "-P", "p", "-o", "/r/log", "-wd", "/r"}));
  EXPECT_THAT(std::vector(words.end() - 2, words.end()),
              ElementsAre("/p/job.sh", "s.yaml"));
  wishes.time_s = 60;
  wishes.partition = "other";
  auto const wished = qsub_continuation_words(wishes, own, 600, "/r", {"/p/job.sh"});
  EXPECT_THAT(wished, IsSupersetOf({"h_rt=60", "other"}));
  EXPECT_THAT(wished, Not(Contains("q")));
}

TEST(QsubWords, ThatAreOursAreFound) {
  JobSection wishes;
  wishes.directives = {"-l", "mem_free=4G"};
  EXPECT_THAT(qsub_obstacle(wishes), IsEmpty());
  wishes.directives = {"-l", "mem_free=4G,h_rt=1:0:0"};
  EXPECT_THAT(qsub_obstacle(wishes), HasSubstr("gridengine.time"));
  wishes.directives = {"-pe", "mpi"};
  EXPECT_THAT(qsub_obstacle(wishes), HasSubstr("option -pe of qsub"));
}

TEST(Qsub, TellsTheIdOfAnArrayToo) {
  EXPECT_EQ(id_of_terse("12"), "12");
  EXPECT_EQ(id_of_terse("12.1-3:1"), "12");
  for (auto const* none : {"", "Your job 12", "12 has been", ".1"})
    EXPECT_EQ(id_of_terse(none), "") << none;
}

TEST(SchedulerHere, IsGridEngineWhereTheEnvironmentNamesACellWithAMaster) {
  Scratch const scratch;
  std::filesystem::create_directories(scratch / "default/common");
  for (auto const* name : {"qsub", "sbatch"}) put_command(scratch / name, "");
  auto const path = scratch.path().string();
  Environment const environment{{"PATH", path}, {"SGE_ROOT", path}};
  EXPECT_EQ(scheduler_here(environment).name, "Slurm");
  put(scratch / "default/common/act_qmaster", "login\n");
  EXPECT_EQ(scheduler_here(environment).name, "Grid Engine");
  EXPECT_EQ(scheduler_here({{"PATH", path}}).name, "Slurm");
  Study study;
  study.slurm.is_given = true;
  EXPECT_EQ(scheduler_for(study, environment).name, "Slurm");
  study.gridengine.is_given = true;
  EXPECT_EQ(scheduler_for(study, environment).name, "Grid Engine");
}

}  // namespace
}  // namespace assay
