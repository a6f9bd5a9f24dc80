// SPDX-License-Identifier: Apache-2.0
#include "slurm/slurm_job.hpp"

#include <gmock/gmock.h>

#include "scheduler/job_clock.hpp"
#include "slurm/controller.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

TEST(TimeLeft, IsReadInAllOfSlurmsForms) {
  EXPECT_EQ(parse_time_left("2-03:04:05"), 2 * 86400 + 3 * 3600 + 4 * 60 + 5);
  EXPECT_EQ(parse_time_left("3:04:05"), 3 * 3600 + 4 * 60 + 5);
  EXPECT_EQ(parse_time_left("59:00"), 59 * 60);
  EXPECT_EQ(parse_time_left("0:00"), 0);
  for (auto const* none : {"UNLIMITED", "INVALID", "NOT_SET", "", "-", "1-", "1:-2"}) {
    EXPECT_EQ(parse_time_left(none), std::nullopt) << none;
  }
}

TEST(JobState, IsALineOfSqueue) {
  auto const job = parse_job_state("7 RUNNING 4:30\n", "7");
  ASSERT_TRUE(job);
  EXPECT_EQ(job->state, "RUNNING");
  EXPECT_EQ(job->left_s, 270);
  EXPECT_FALSE(parse_job_state("7 RUNNING UNLIMITED\n", "7")->left_s);
  EXPECT_FALSE(parse_job_state("", "7"));
}

TEST(JobState, IsThatOfTheJobWhereAnArrayHasItsId) {
  auto const* const tasks = "CLUSTER: c\n8 PENDING 10:00\n7 RUNNING 9:00\n";
  EXPECT_EQ(parse_job_state(tasks, "7")->state, "RUNNING");
  EXPECT_FALSE(parse_job_state(tasks, "9"));
}

TEST(Silence, IsToldFromAnAnswer) {
  ProcessResult answer;
  answer.ending = Ending::exited;
  EXPECT_FALSE(is_silence(answer));
  answer.exit_code = 1;
  answer.output_tail = "slurm_load_jobs error: Invalid job id specified\n";
  EXPECT_FALSE(is_silence(answer));
  answer.output_tail =
      "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n";
  EXPECT_TRUE(is_silence(answer));
  answer.ending = Ending::timed_out;
  EXPECT_TRUE(is_silence(answer));
  answer.ending = Ending::not_started;  // no Slurm here
  EXPECT_FALSE(is_silence(answer));
}

TEST(JobJson, HasWhatIsKnown) {
  EXPECT_TRUE(job_json({}).is_null());
  EXPECT_EQ(to_text(job_json({{"SLURM_JOB_ID", "7"}})), R"({"job":"7","restarts":0})");
  EXPECT_EQ(to_text(job_json({{"SLURM_JOB_ID", "7"},
                              {"SLURM_RESTART_COUNT", "2"},
                              {"SLURM_JOB_NODELIST", "n[1-2]"}})),
            R"({"job":"7","restarts":2,"nodes":"n[1-2]"})");
}

TEST(Continuation, IsTheSameJobOrANewOneOfTheSameShape) {
  JobSection wishes;
  wishes.continuation = Continuation::requeue;
  wishes.constraint = "a&b";
  Environment const environment{{"SLURM_JOB_ID", "7"},
                                {"SLURM_JOB_PARTITION", "main"},
                                {"SLURM_JOB_NUM_NODES", "4"}};
  EXPECT_THAT(continuation_words(wishes, environment, {"j.sh", "s.yaml"}),
              ElementsAre("scontrol", "requeue", "7"));
  wishes.continuation = Continuation::resubmit;
  EXPECT_THAT(continuation_words(wishes, environment, {"j.sh", "s.yaml"}),
              ElementsAre("sbatch", "--dependency=afterany:7", "--partition=main",
                          "--nodes=4", "--constraint=a&b", "j.sh", "s.yaml"));
}

TEST(JobClock, LeavesRoomForTheLaunchAndItsEnd) {
  EXPECT_TRUE(JobClock().allows(1e9));
  JobClock const clock(100.0);
  EXPECT_TRUE(clock.allows(60));
  EXPECT_FALSE(clock.allows(64));
  EXPECT_FALSE(JobClock(4.0).allows(0));
}

}  // namespace
}  // namespace assay
