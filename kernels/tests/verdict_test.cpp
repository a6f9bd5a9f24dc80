// SPDX-License-Identifier: Apache-2.0
#include "micro/verdict.hpp"

#include <gmock/gmock.h>

#include "micro/rounds.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

Goal share(std::vector<Contestant> ceilings) {
  return {.what = "",
          .above = {{.subject = "kernel", .instruction_set = {}}},
          .below = std::move(ceilings),
          .target = 0.9,
          .samples = 0,
          .kind = Below::ceilings};
}

TEST(Verdict, OfAKernelAboveItsCeilingIsAnError) {
  Goal const goal = share({});
  EXPECT_EQ(verdict(goal, 0.89), "not met");
  EXPECT_EQ(verdict(goal, 0.9), "met");
  EXPECT_EQ(verdict(goal, 1.02), "met");
  EXPECT_FALSE(is_error(goal, 1.02));
  EXPECT_THAT(verdict(goal, 1.021), StartsWith("error"));
  EXPECT_TRUE(is_error(goal, 1.021));
}

TEST(Verdict, OfAKernelAboveItsCeilingIsAnErrorWithoutATargetToo) {
  Goal goal = share({});
  goal.target = 0;
  EXPECT_EQ(verdict(goal, 0.5), "");
  EXPECT_THAT(verdict(goal, 1.18), StartsWith("error"));
}

TEST(Verdict, LetsARivalBeExceeded) {
  Goal goal = share({});
  goal.kind = Below::named;
  EXPECT_EQ(verdict(goal, 3), "met");
  EXPECT_FALSE(is_error(goal, 3));
}

/// One round: the kernel at 6 samples/s, its ceilings at 8 and 10.
Rounds const rounds = {{{6, 1}, {80, 10}, {10, 1}}};
std::vector<Contestant> const two = {{.subject = "low", .instruction_set = {}},
                                     {.subject = "high", .instruction_set = {}}};

TEST(Ratios, AreTheShareOfTheLowestCeiling) {
  Goal const goal = share(two);
  EXPECT_EQ(binding(goal, rounds), 0U);
  EXPECT_THAT(ratios(goal, rounds), ElementsAre(0.75));
}

TEST(Ratios, OfNamedContestantsAreOfAllOfThem) {
  Goal goal = share(two);
  goal.kind = Below::named;
  EXPECT_THAT(ratios(goal, rounds), ElementsAre(6.0 / 80));
}

}  // namespace
}  // namespace assay
