// SPDX-License-Identifier: Apache-2.0
// What a job has of schedulers that studies are not submitted to. The answers of qstat
// are in the forms that the documentation of OpenPBS and the wrapper of Slurm give,
// those of Flux in that of its manual; no real daemon of these gave them.
#include <gmock/gmock.h>

#include <cmath>

#include "allocations/flux.hpp"
#include "allocations/pbs.hpp"
#include "os/environment.hpp"
#include "scheduler/scheduler.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

/// A machine of 8 cores in the job that `environment` names; without a name where none
/// runs.
Machine machine_in(Environment environment, std::filesystem::path const& commands) {
  environment["PATH"] = commands.string() + ":/usr/bin:/bin";
  Machine machine;
  machine.cores_per_node = 8;
  auto const* const scheduler = scheduler_of_job(environment);
  if (scheduler == nullptr) return machine;
  machine.scheduler = scheduler->name;
  scheduler->job.apply(machine, environment);
  return machine;
}

TEST(Pbs, OfTorqueHasALineForEachCpu) {
  auto const hosts = pbs_hosts("n1\nn1\nn2\nn2\n", "");
  ASSERT_TRUE(hosts);
  EXPECT_EQ(names_of(*hosts), "n1,n2");
  EXPECT_EQ((*hosts)[1].slots, 2);
  EXPECT_FALSE(pbs_hosts("", "4"));
}

TEST(Pbs, OfOpenPbsHasALineForEachProcessAndSaysTheCpusOfAChunk) {
  EXPECT_EQ((*pbs_hosts("n1.site\nn2.site\n", "16"))[0].slots, 16);
}

constexpr char const* pbs_answer =
    "Job Id: 12.server\n    Job_Name = s\n    resources_used.walltime = 00:10:00\n"
    "    job_state = R\n    Resource_List.walltime = 01:30:00\n";

TEST(Pbs, SaysHowLongAJobHas) {
  auto const job = parse_pbs_job(pbs_answer);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->state, "RUNNING");
  EXPECT_EQ(job->left_s, 80 * 60);
  EXPECT_FALSE(parse_pbs_job("qstat: Unknown Job Id\n"));
  EXPECT_FALSE(parse_pbs_job("    job_state = R\n")->left_s);
}

TEST(Pbs, AJobIsReadAndOneThatHasEndedIsNot) {
  Scratch const scratch;
  put(scratch / "nodes", "n1\nn1\nn2\nn2\n");
  put_command(scratch / "qstat", std::string("cat <<END\n") + pbs_answer + "END\n");
  Environment const job{{"PBS_JOBID", "12.server"},
                        {"PBS_NODEFILE", (scratch / "nodes").string()}};
  auto const machine = machine_in(job, scratch.path());
  EXPECT_EQ(machine.scheduler, "PBS");
  EXPECT_EQ(machine.job_id, "12.server");
  EXPECT_EQ(machine.nodes, 2);
  EXPECT_EQ(machine.cores_per_node, 2);
  EXPECT_EQ(machine.job_left_s, 80 * 60);
  auto const record = scheduler_named("PBS").job.record(job);
  EXPECT_EQ(to_text(record),
            R"({"scheduler":"PBS","job":"12.server","nodes":"n1,n2"})");
  std::filesystem::remove(scratch / "nodes");
  EXPECT_EQ(machine_in(job, scratch.path()).job_id, "");
}

TEST(Lsf, AJobHasALineForEachSlot) {
  Scratch const scratch;
  put(scratch / "hosts", "a\na\na\nb\nb\nb\n");
  auto const machine = machine_in(
      {{"LSB_JOBID", "7"}, {"LSB_DJOB_HOSTFILE", (scratch / "hosts").string()}},
      scratch.path());
  EXPECT_EQ(machine.scheduler, "LSF");
  EXPECT_EQ(machine.job_id, "7");
  EXPECT_EQ(machine.cores_per_node, 3);
  EXPECT_THAT(machine.node_names, ElementsAre("a", "b"));
}

TEST(Flux, AnInstanceIsAskedForItsNodesAndItsTime) {
  Scratch const scratch;
  put_command(scratch / "flux",
              "case \"$1 $2\" in 'resource list') echo '3 12'; echo '1 4' ;;\n"
              "  'job timeleft') echo 90 ;; esac\n");
  auto const machine =
      machine_in({{"FLUX_URI", "local:///x"}, {"FLUX_JOB_ID", "f1"}}, scratch.path());
  EXPECT_EQ(machine.scheduler, "Flux");
  EXPECT_EQ(machine.nodes, 4);
  EXPECT_EQ(machine.cores_per_node, 4);
  EXPECT_EQ(machine.job_left_s, 90);
  for (auto const* none : {"", "x", "0 0", "-1 4"})
    EXPECT_FALSE(parse_flux_resources(none)) << none;
}

TEST(Flux, AnInstanceIsRecordedAndObservedAsLongAsItAnswers) {
  Scratch const scratch;
  Environment const job{{"PATH", scratch.path().string() + ":/usr/bin:/bin"},
                        {"FLUX_URI", "local:///x"},
                        {"FLUX_JOB_ID", "f1"}};
  auto const& calls = scheduler_named("Flux").job;
  EXPECT_EQ(to_text(calls.record(job)), R"({"scheduler":"Flux","job":"f1"})");
  put_command(
      scratch / "flux",
      "case \"$2\" in status) ;; timeleft) echo infinity ;; *) exit 1 ;; esac\n");
  auto const state = calls.observe("f1", job);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->state, "RUNNING");
  EXPECT_FALSE(std::isfinite(state->left_s.value_or(INFINITY))) << "it has no limit";
  Machine machine;
  EXPECT_FALSE(calls.apply(machine, job)) << "it does not tell its nodes";
  put_command(scratch / "flux", "exit 1\n");
  EXPECT_FALSE(calls.observe("f1", job));
}

TEST(Lsf, AJobIsRecordedWithItsHosts) {
  Scratch const scratch;
  put(scratch / "hosts", "a\na\nb\n");
  Environment job{{"LSB_JOBID", "7"},
                  {"LSB_DJOB_HOSTFILE", (scratch / "hosts").string()}};
  auto const& calls = scheduler_named("LSF").job;
  EXPECT_EQ(to_text(calls.record(job)),
            R"({"scheduler":"LSF","job":"7","nodes":"a,b"})");
  std::filesystem::remove(scratch / "hosts");
  EXPECT_EQ(to_text(calls.record(job)), R"({"scheduler":"LSF","job":"7"})");
  Machine machine;
  EXPECT_FALSE(calls.apply(machine, job)) << "the file goes with the job";
}

TEST(Pbs, TellsStatesInSlurmsWords) {
  auto const state = [](std::string const& letter) {
    return parse_pbs_job("    job_state = " + letter + "\n")->state;
  };
  EXPECT_EQ(state("R"), "RUNNING");
  EXPECT_EQ(state("E"), "COMPLETING");
  EXPECT_EQ(state("H"), "H");
}

TEST(Schedulers, HaveTheirNames) {
  EXPECT_THROW(scheduler_named("Cron"), std::logic_error);
}

TEST(Schedulers, KeepWhatTheirLaunchersNeedAndNothingOfOthers) {
  Environment const own{{"PBS_NODEFILE", "n"}, {"FLUX_URI", "u"}, {"SGE_ROOT", "r"}};
  for (auto const& [name, variable] : {std::pair{"PBS", "PBS_NODEFILE"},
                                       {"Flux", "FLUX_URI"},
                                       {"Grid Engine", "SGE_ROOT"}}) {
    auto const child = child_environment(own, {}, scheduler_named(name).job.kept);
    EXPECT_EQ(child.size(), 1U) << name;
    EXPECT_TRUE(child.contains(variable)) << name;
  }
}

TEST(Schedulers, ALoneVariableNamesNoJob) {
  for (auto const* variable : {"JOB_ID", "PBS_JOBID", "FLUX_JOB_ID", "LSB_JOBID"})
    EXPECT_EQ(scheduler_of_job({{variable, "7"}}), nullptr) << variable;
}

}  // namespace
}  // namespace assay
