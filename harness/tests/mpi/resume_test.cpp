// SPDX-License-Identifier: Apache-2.0
// A study that is interrupted at any moment and started again ends as if it had not
// been.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "assay_process.hpp"

namespace assay {
namespace {

using namespace std::chrono_literals;

constexpr char const* yaml =
    "study: s\nkernel: pi\nscaling: [strong, weak]\nsamples: 2e6\nranks: [1, 2]\n"
    "repetitions: 2\nlaunches: {min: 3, max: 3}\n";
constexpr std::size_t launches = 3 * 3;  // one core is the same point in both

void expect_each_launch_once(StudyDirectory const& study) {
  auto const good = study.good_launches();
  EXPECT_EQ(good.size(), launches);
  for (auto const& [launch, count] : good) EXPECT_EQ(count, 1);
  EXPECT_TRUE(std::filesystem::is_empty(study.results() / "attempts"));
}

void interrupt_often(StudyDirectory const& study, int signal, int expected_exit) {
  std::mt19937 random(20260101);
  std::uniform_int_distribution<int> after_ms(50, 1200);
  for (int i = 0; i < 6; ++i) {
    auto const process = study.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(after_ms(random)));
    kill(process, signal);
    auto const begin = std::chrono::steady_clock::now();
    int const exit_code = StudyDirectory::wait(process);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    // It may have ended before the signal came.
    EXPECT_TRUE(exit_code == expected_exit || exit_code == 0) << exit_code;
  }
}

TEST(Resume, AfterInterrupts) {
  StudyDirectory const study(yaml);
  interrupt_often(study, SIGINT, 130);
  EXPECT_EQ(study.run(), 0) << study.output();
  expect_each_launch_once(study);
}

TEST(Resume, AfterKills) {
  StudyDirectory const study(yaml);
  interrupt_often(study, SIGKILL, 137);
  EXPECT_EQ(study.run(), 0) << study.output();
  expect_each_launch_once(study);
  EXPECT_EQ(processes_with(study.path().string()), 0);
}

TEST(Resume, AFinishedStudyIsLeftAlone) {
  StudyDirectory const study(yaml);
  EXPECT_EQ(study.run(), 0) << study.output();
  auto const records = study.lines("record").size();
  EXPECT_EQ(study.run(), 0);
  EXPECT_EQ(study.lines("record").size(), records);
}

TEST(Resume, TwoAtOnceDoNotMix) {
  StudyDirectory const study(yaml);
  auto const first = study.start();
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(study.run(), 75) << study.output();
  EXPECT_EQ(StudyDirectory::wait(first), 0);
  expect_each_launch_once(study);
}

TEST(Resume, FreshSetsEarlierResultsAside) {
  StudyDirectory const study(yaml);
  EXPECT_EQ(study.run(), 0);
  EXPECT_EQ(study.run({"--fresh"}), 0);
  EXPECT_TRUE(
      std::filesystem::exists(study.path() / "results" / "s.old-1" / "journal.jsonl"));
  expect_each_launch_once(study);
}

}  // namespace
}  // namespace assay
