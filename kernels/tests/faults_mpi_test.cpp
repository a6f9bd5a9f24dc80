// SPDX-License-Identifier: Apache-2.0
// Each fault does what the harness is tested with. Compiled with ASSAY_FAULTS only.
#include <gmock/gmock.h>

#include <string>

#include "launch.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

Ended run_with(std::string const& fault, int ranks = 2, int timeout_s = 30) {
  return run({.worker = ASSAY_BIN "/faults/assay-worker-openmp",
              .ranks = ranks,
              .threads = 1,
              .fault = fault,
              .timeout_s = timeout_s});
}

std::string hits(Ended const& ended) {
  return ended.result.at("measurements").at(0).at("tallies").at("hits");
}

TEST(Faults, LeaveASoundWorkerSound) {
  Ended const none = run_with("");
  ASSERT_EQ(none.exit_code, 0) << none.output;
  EXPECT_EQ(hits(none), "78418");
  Ended const another_rank = run_with("exit:2");
  ASSERT_EQ(another_rank.exit_code, 0) << another_rank.output;
  EXPECT_EQ(hits(another_rank), "78418");
}

TEST(Faults, EndARankEarly) {
  for (char const* const fault : {"exit:1", "exit0:1", "segv:1", "abort:1", "segv:0"}) {
    Ended const ended = run_with(fault);
    EXPECT_NE(ended.exit_code, 0) << fault;
    EXPECT_NE(ended.exit_code, 124) << fault << ": hangs";
    EXPECT_FALSE(ended.has_result) << fault;
  }
}

TEST(Faults, HangUntilTheyAreEnded) {
  for (char const* const fault : {"hang:1", "hang_hard:1"}) {
    Ended const ended = run_with(fault, 2, 4);
    EXPECT_THAT(ended.exit_code, testing::AnyOf(124, 137)) << fault << ended.output;
    EXPECT_FALSE(ended.has_result) << fault;
  }
}

// Open MPI continues a stopped rank before it ends it, so that this launch may still
// write a whole result after its time limit: nothing is said of the file.
TEST(Faults, StopARank) {
  Ended const ended = run_with("stop:1", 2, 4);
  EXPECT_THAT(ended.exit_code, testing::AnyOf(124, 137)) << ended.output;
}

TEST(Faults, SpoilTheNumbers) {
  // Of one rank's 39,336 hits in [0, 50001), one in a hundred is dropped.
  Ended const wrong = run_with("wrong:0");
  ASSERT_EQ(wrong.exit_code, 0) << wrong.output;
  EXPECT_LT(std::stoi(hits(wrong)), 78'418 - 300);
  EXPECT_GT(std::stoi(hits(wrong)), 78'418 - 500);
  Ended const nan = run_with("nan");
  ASSERT_EQ(nan.exit_code, 0) << nan.output;
  EXPECT_TRUE(nan.result.at("measurements").at(0).at("estimate").at("value").is_null());
}

TEST(Faults, SpoilTheResultFile) {
  Ended const none = run_with("no_result");
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_FALSE(none.has_result);
  Ended const empty = run_with("empty_result");
  EXPECT_EQ(empty.exit_code, 0);
  EXPECT_TRUE(empty.has_result);
  EXPECT_EQ(empty.result_text, "");
  Ended const truncated = run_with("truncated_result");
  EXPECT_EQ(truncated.exit_code, 0);
  EXPECT_THAT(truncated.result_text, HasSubstr("nonce"));
  EXPECT_TRUE(truncated.result.is_discarded());
  Ended const stale = run_with("stale_result");
  EXPECT_EQ(stale.exit_code, 0);
  EXPECT_EQ(stale.result.at("nonce"), "stale-72c0f9");
}

TEST(Faults, PrintGarbage) {
  Ended const ended = run_with("garbage:0", 1);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_GE(ended.output.size(), 200'000'000U);
  EXPECT_EQ(hits(ended), "78418");
}

TEST(Faults, RunOneThreadWhereTwoAreAsked) {
  Ended const ended = run({.worker = ASSAY_BIN "/faults/assay-worker-openmp",
                           .ranks = 2,
                           .threads = 2,
                           .fault = "one_thread:1"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  auto const& by_rank = ended.result.at("world").at("by_rank");
  EXPECT_EQ(by_rank.at(0).at("threads"), 2);
  EXPECT_EQ(by_rank.at(1).at("threads"), 1);
  EXPECT_TRUE(ended.result.at("measurements").empty());
}

TEST(Faults, SlowARankDown) {
  Ended const ended = run_with("slow:1");
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  for (auto const& repetition :
       ended.result.at("measurements").at(0).at("repetitions")) {
    EXPECT_GE(repetition.at("useful_s").at(1), 0.020);
  }
}

}  // namespace
}  // namespace assay
