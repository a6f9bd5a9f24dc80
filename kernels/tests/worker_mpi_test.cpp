// SPDX-License-Identifier: Apache-2.0
// The real workers under mpiexec: the same answer everywhere, and the whole result.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/exit_codes.hpp"
#include "launch.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

/// Everything that a result of `ranks` x `threads` must hold beside the times
/// themselves.
void expect_consistent(Json const& result, int ranks, int threads, int repetitions) {
  auto const size = static_cast<std::size_t>(ranks);
  EXPECT_EQ(result.at("schema"), 1);
  EXPECT_EQ(result.at("nonce"), "9f0c27");
  EXPECT_EQ(result.at("worker").at("concurrency"), threads);
  Json const& world = result.at("world");
  EXPECT_EQ(world.at("ranks"), ranks);
  EXPECT_EQ(world.at("nodes"), 1);
  ASSERT_EQ(world.at("by_rank").size(), size);
  std::set<int> pids;
  for (Json const& place : world.at("by_rank")) {
    EXPECT_EQ(place.at("threads"), threads);
    EXPECT_EQ(place.at("thread_cpus").size(), static_cast<std::size_t>(threads));
    EXPECT_FALSE(place.at("cpus").get<std::string>().empty());
    pids.insert(place.at("pid").get<int>());
  }
  EXPECT_EQ(pids.size(), size);
  EXPECT_GT(result.at("launch").at("total_s"), result.at("launch").at("mpi_init_s"));
  Json const& measurement = result.at("measurements").at(0);
  EXPECT_FALSE(measurement.contains("tallies_differ"));
  std::uint64_t samples = 0;
  for (Json const& share : measurement.at("samples_by_rank")) {
    samples += std::stoull(share.get<std::string>());
  }
  EXPECT_EQ(std::to_string(samples), measurement.at("samples").get<std::string>());
  ASSERT_EQ(measurement.at("repetitions").size(),
            static_cast<std::size_t>(repetitions));
  for (std::size_t i = 0; i < measurement.at("repetitions").size(); ++i) {
    Json const& repetition = measurement.at("repetitions").at(i);
    double makespan_s = 0;
    double skew_s = 0;
    for (std::size_t rank = 0; rank < size; ++rank) {
      double const useful_s = repetition.at("useful_s").at(rank);
      double const reduce_s = repetition.at("reduce_s").at(rank);
      double const barrier_s = repetition.at("barrier_s").at(rank);
      EXPECT_GT(useful_s, 0);
      EXPECT_GT(reduce_s, 0);
      EXPECT_GE(barrier_s, 0);
      makespan_s = std::max(makespan_s, useful_s + reduce_s);
      skew_s = std::max(skew_s, barrier_s);
    }
    EXPECT_EQ(repetition.at("useful_s").size(), size);
    EXPECT_EQ(measurement.at("makespan_s").at(i), makespan_s);
    EXPECT_EQ(measurement.at("skew_bound_s").at(i), skew_s);
  }
}

std::string hits(Json const& result) {
  return result.at("measurements").at(0).at("tallies").at("hits");
}

class EverySplit : public testing::TestWithParam<Split> {};

// 2^22 + 1 samples: uneven for every split, and the range ends in the middle of a
// block.
TEST_P(EverySplit, GivesTheSameHits) {
  auto const [worker, ranks, threads] = GetParam();
  Ended const ended = run({.worker = worker,
                           .ranks = ranks,
                           .threads = threads,
                           .fault = "",
                           .job = pi_job("4194305", 3)});
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  expect_consistent(ended.result, ranks, threads, 3);
  EXPECT_EQ(hits(ended.result), "3295199");
}

INSTANTIATE_TEST_SUITE_P(
    Worker, EverySplit,
    testing::Values(Split{serial, 1, 1}, Split{serial, 2, 1}, Split{serial, 3, 1},
                    Split{serial, 4, 1}, Split{serial, 7, 1}, Split{openmp, 1, 1},
                    Split{openmp, 2, 1}, Split{openmp, 3, 1}, Split{openmp, 4, 1},
                    Split{openmp, 7, 1}, Split{openmp, 1, 2}, Split{openmp, 2, 2},
                    Split{openmp, 3, 2}, Split{openmp, 4, 2}, Split{openmp, 7, 2}),
    name_of);

TEST(Worker, GivesTheGoldenHits) {
  Ended const ended = run({.ranks = 2, .threads = 1, .job = pi_job("67108864", 1)});
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_EQ(hits(ended.result), "52708193");
}

TEST(Worker, MeasuresRanksWithoutSamples) {
  Ended const ended = run({.ranks = 4, .threads = 1, .job = pi_job("3", 1)});
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_EQ(ended.result.at("measurements").at(0).at("samples_by_rank"),
            (Json{"1", "1", "1", "0"}));
}

TEST(Worker, RunsEveryMeasurementOfItsJob) {
  Json job = pi_job("1000", 2);
  job["measurements"].push_back(job["measurements"][0]);
  job["measurements"][1]["samples"] = "2000";
  Ended const ended = run({.ranks = 2, .job = job});
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  ASSERT_EQ(ended.result.at("measurements").size(), 2U);
  EXPECT_EQ(ended.result.at("measurements").at(1).at("samples"), "2000");
}

TEST(Worker, TellsAWorldThatDiffersAndMeasuresNothing) {
  Ended const fewer = run({.ranks = 2, .job = {{"ranks", 3}}});
  EXPECT_EQ(fewer.exit_code, 0) << fewer.output;
  EXPECT_EQ(fewer.result.at("world").at("ranks"), 2);
  EXPECT_TRUE(fewer.result.at("measurements").empty());

  Ended const one_thread = run({.worker = serial, .ranks = 2, .threads = 2});
  EXPECT_EQ(one_thread.exit_code, 0) << one_thread.output;
  EXPECT_EQ(one_thread.result.at("world").at("by_rank").at(1).at("threads"), 1);
  EXPECT_TRUE(one_thread.result.at("measurements").empty());
}

TEST(Worker, RefusesToReplaceAResult) {
  Attempt const attempt;
  ASSERT_EQ(attempt.run({}).exit_code, 0);
  Ended const second = attempt.run({});
  EXPECT_NE(second.exit_code, 0);
  EXPECT_THAT(second.output, HasSubstr("exists: a second process of this launch"));
}

TEST(Worker, TellsByItsExitCodeThatItsResultCouldNotBeWritten) {
  Attempt const attempt;
  auto const result = (attempt.directory() / "gone" / "result.json").string();
  Ended const ended = attempt.run({.job = {{"result", result}}});
  EXPECT_EQ(ended.exit_code, exit_storage);
  EXPECT_THAT(ended.output, HasSubstr("cannot open " + result + ".partial: No such"));
}

TEST(Worker, NamesRankAndCauseOfAnError) {
  Json unknown = pi_job("1000", 1);
  unknown["measurements"][0]["kernel"] = "po";
  Ended const ended = run({.ranks = 2, .job = unknown});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_FALSE(ended.has_result);
  EXPECT_THAT(ended.output, HasSubstr(" of 2: no kernel is named 'po'. There are: "));

  Ended const no_rank = run({.job = {{"ranks", 0}}});
  EXPECT_EQ(no_rank.exit_code, 1);
  EXPECT_THAT(no_rank.output, HasSubstr("rank 0 of 1: job file: ranks: is outside"));
}

TEST(Worker, SaysWhichInstructionsItsKernelsUsed) {
  ::setenv("ASSAY_INSTRUCTION_SET", "baseline", 1);
  Ended const ended = run({.ranks = 2, .job = pi_job("4194305", 1)});
  ::setenv("ASSAY_INSTRUCTION_SET", "avx1024", 1);
  Ended const unknown = run({.job = pi_job("1000", 1)});
  ::unsetenv("ASSAY_INSTRUCTION_SET");
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_EQ(ended.result.at("worker").at("instruction_set"), "baseline");
  EXPECT_EQ(hits(ended.result), "3295199");
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.output, HasSubstr("ASSAY_INSTRUCTION_SET is 'avx1024', which"));
}

TEST(Worker, AnswersQuestionsWithoutMpi) {
  for (char const* const worker : {serial, openmp}) {
    std::string quoted = "\"";
    quoted.append(worker).append("\"");
    Ended const kernels = run_command(quoted + " --kernels");
    EXPECT_EQ(kernels.exit_code, 0);
    EXPECT_EQ(kernels.output, read(ASSAY_BIN "/kernels.json"));
    Ended const description = run_command(quoted + " --describe");
    EXPECT_EQ(description.exit_code, 0);
    Json const told = parse_json(description.output);
    EXPECT_EQ(told.at("runs_threads"), worker == openmp);
    EXPECT_FALSE(told.at("mpi").get<std::string>().empty());
  }
}

TEST(Worker, AnswersMisuseWithItsUsage) {
  for (char const* const words : {"", "--help", "a b"}) {
    Ended const ended = run_command(
        std::string("\"").append(serial).append("\" ").append(words) + " 2>&1");
    EXPECT_EQ(ended.exit_code, 2) << words;
    EXPECT_THAT(ended.output, HasSubstr("usage: assay-worker-serial JOB_FILE"));
  }
}

TEST(Worker, HasNoFaultsUnlessBuiltForTests) {
  for (char const* const name : {"/assay-worker-serial", "/assay-worker-openmp"}) {
    EXPECT_THAT(read(ASSAY_BIN + std::string(name)), Not(HasSubstr("ASSAY_FAULT")));
#if ASSAY_FAULTS
    EXPECT_THAT(read(ASSAY_BIN "/faults" + std::string(name)),
                HasSubstr("ASSAY_FAULT"));
#endif
  }
}

}  // namespace
}  // namespace assay
