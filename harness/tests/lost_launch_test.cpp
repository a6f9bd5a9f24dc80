// SPDX-License-Identifier: Apache-2.0
#include "lost_launch.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

Verdict seen(VerdictClass of, std::string const& output, bool ending = false) {
  Evidence evidence;
  evidence.requested.launcher = "srun";
  evidence.process.ending = Ending::exited;
  evidence.process.output_tail = output;
  return in_job({of, "d"}, evidence, [ending] { return ending; });
}

TEST(LostLaunch, HasItsOwnClasses) {
  EXPECT_EQ(seen(VerdictClass::crash, "srun: error: Node failure on n1").of,
            VerdictClass::node);
  EXPECT_EQ(seen(VerdictClass::launcher, "Duplicate job id").of,
            VerdictClass::scheduler);
  EXPECT_EQ(seen(VerdictClass::launcher, "", true).of, VerdictClass::interrupted);
  EXPECT_EQ(seen(VerdictClass::crash, "", true).of, VerdictClass::interrupted);
}

TEST(LostLaunch, OtherVerdictsStay) {
  EXPECT_EQ(seen(VerdictClass::crash, "Segmentation fault").of, VerdictClass::crash);
  for (auto const of :
       {VerdictClass::ok, VerdictClass::binding, VerdictClass::wrong_answer}) {
    EXPECT_EQ(seen(of, "node failure", true).of, of);
  }
}

TEST(LostLaunch, AnAbsentSrunIsNoLoss) {
  Evidence evidence;
  evidence.requested.launcher = "srun";
  evidence.process.ending = Ending::not_started;
  auto const verdict = in_job({VerdictClass::launcher, "not found on PATH"}, evidence,
                              [] { return false; });
  EXPECT_EQ(verdict.of, VerdictClass::launcher);
}

}  // namespace
}  // namespace assay
