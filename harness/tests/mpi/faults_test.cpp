// SPDX-License-Identifier: Apache-2.0
// Real launches of workers that misbehave: each gets its class, and the study goes on.
#include <gmock/gmock.h>

#include "assay_process.hpp"

namespace assay {
namespace {

std::string study_with(std::string const& faults, int launches = 1) {
  return "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nranks: 2\nrepetitions: "
         "2\n"
         "launches: {min: " +
         std::to_string(launches) + ", max: " + std::to_string(launches) +
         "}\nlimits: {timeout: 6s}\nenv:\n  ASSAY_FAULT: [" + faults + "]\n";
}

std::map<std::string, std::string> verdict_by_fault(StudyDirectory const& study) {
  std::map<std::string, std::string> verdicts;
  for (auto const& record : study.lines("record")) {
    verdicts[record["requested"]["env"]["ASSAY_FAULT"]] = record["verdict"];
  }
  return verdicts;
}

TEST(Faults, EachHasItsClassAndTheStudyGoesOn) {
  StudyDirectory const study(study_with("none, 'exit:1', 'hang:1', 'wrong:1'"));
  EXPECT_EQ(study.run(), 1) << study.output();
  std::map<std::string, std::string> const expected{{"none", "ok"},
                                                    {"exit:1", "crash"},
                                                    {"hang:1", "hang"},
                                                    {"wrong:1", "wrong_answer"}};
  EXPECT_EQ(verdict_by_fault(study), expected) << study.output();
  EXPECT_EQ(processes_with(study.path().string()), 0);
}

TEST(Faults, CrashesAndMissingResults) {
  StudyDirectory const study(study_with(
      "none, segv, 'abort:1', exit0, no_result, empty_result, truncated_result, "
      "stale_result, nan, one_thread, 'kill:1', 'out_of_memory:0', 'stop:1'"));
  EXPECT_EQ(study.run(), 1) << study.output();
  std::map<std::string, std::string> const expected{
      {"none", "ok"},
      {"segv", "crash"},
      {"abort:1", "crash"},
      {"exit0", "crash"},
      {"no_result", "no_result"},
      {"empty_result", "no_result"},
      {"truncated_result", "no_result"},
      {"stale_result", "no_result"},
      {"nan", "wrong_answer"},
      {"kill:1", "crash"},  // as the kernel does when memory runs out
      {"out_of_memory:0", "crash"},
      {"stop:1", "hang"},
      {"one_thread", "ok"}};  // one thread was asked
  EXPECT_EQ(verdict_by_fault(study), expected) << study.output();
}

TEST(Faults, AThreadThatIsMissingIsABindingFault) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nthreads: 2\nrepetitions: "
      "2\n"
      "launches: 1\nenv: {ASSAY_FAULT: one_thread}\n");
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_EQ(verdict_by_fault(study)["one_thread"], "binding") << study.output();
}

TEST(Faults, TheOutputOfAFailureIsKept) {
  StudyDirectory const study(study_with("segv"));
  study.run();
  auto const records = study.lines("record");
  ASSERT_FALSE(records.empty());
  EXPECT_FALSE(records[0]["output_tail"].get<std::string>().empty());
}

TEST(Faults, WithoutFaultsThereIsNoFalseAlarm) {
  StudyDirectory const study(study_with("none", 5));
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 5}}));
}

}  // namespace
}  // namespace assay
