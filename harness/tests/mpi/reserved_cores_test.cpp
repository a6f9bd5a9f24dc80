// SPDX-License-Identifier: Apache-2.0
// Reserved cores and unequal nodes in real launches, or those of a model.
#include <gmock/gmock.h>

#include "assay_process.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

TEST(ReservedCoresOfARank, AreHeldByOneThread) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 2\nranks: 1\nthreads: 1\n"
      "cores_per_rank: [1, 2]\nprogram: [" WITNESSED ", barrier]\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record")) {
    auto const asked = record["requested"].value("cores_per_rank", 1);
    EXPECT_EQ(record["result"]["world"]["by_rank"][0]["cores"], asked) << record;
  }
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 4}}));
}

TEST(UnevenRanksOfNodes, AreMeasuredByAModel) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: strong\nsamples: 1e12\nnodes: [5, 6]\n"
      "ranks: [240, 241]\nzip: [[nodes, ranks]]\nlaunches: 2\nlauncher: simulate\n"
      "simulate: {nodes: 6, cores_per_node: 48}\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 4}}));
}

TEST(UnevenRanksOfNodes, ArePlannedForAnotherMachine) {
  StudyDirectory const study(
      "study: s\nprogram: [sleep, 1]\nscaling: strong\nnodes: [5, 6]\n"
      "ranks: [240, 241]\nzip: [[nodes, ranks]]\nlaunches: 1\n");
  auto const file = (study.path() / "s.yaml").string();
  auto const plan = run_process(
      {{ASSAY_PROGRAM, "plan", file, "--machine", "6x48", "--estimate", "3600"},
       {{"PATH", "/usr/bin:/bin"}},
       "/",
       ""},
      {});
  EXPECT_THAT(plan.output_tail, HasSubstr("2 points, 0 skipped"));
  EXPECT_THAT(plan.output_tail, HasSubstr("about 2.0 h and 528 core-hours"))
      << "240, and 6 nodes of 48";
}

}  // namespace
}  // namespace assay
