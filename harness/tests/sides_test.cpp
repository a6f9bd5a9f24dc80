// SPDX-License-Identifier: Apache-2.0
#include "plan/sides.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace assay {
namespace {

Point point_of(std::string kernel, int ranks, std::string bind = "") {
  Point point;
  point.kernel = std::move(kernel);
  point.ranks = ranks;
  point.samples = 8;
  if (!bind.empty()) point.env["OMP_PROC_BIND"] = bind;
  return point;
}

Plan plan_of(std::initializer_list<Point> points) {
  Plan plan;
  plan.points = points;
  return plan;
}

/// "A1 B1": the side and the ranks of each point.
std::string sides_of(Plan const& plan) {
  std::string text;
  for (auto const& point : plan.points)
    text += " " + point.side + std::to_string(point.ranks);
  return text;
}

TEST(Sides, GoTogetherByTheirResources) {
  auto const plan = beside(plan_of({point_of("pi", 1), point_of("pi", 2)}),
                           plan_of({point_of("pi", 4), point_of("pi", 1)}));
  EXPECT_EQ(sides_of(plan), " A1 B1");
  ASSERT_EQ(plan.pairs.size(), 1U);
  ASSERT_EQ(plan.skipped.size(), 2U);
  EXPECT_EQ(plan.skipped[0].reason, "only in A");
  EXPECT_EQ(plan.skipped[0].point.ranks, 2);
  EXPECT_EQ(plan.skipped[1].reason, "only in B");
  EXPECT_EQ(plan.skipped[1].point.side, "B");
}

TEST(Sides, DifferInWhatIsOneThingOnEither) {
  auto const plan = beside(plan_of({point_of("old", 1, "close")}),
                           plan_of({point_of("new", 1, "spread")}));
  EXPECT_EQ(sides_of(plan), " A1 B1");
}

TEST(Sides, GoTogetherByWhatAStudyHasSeveralOf) {
  auto const plan =
      beside(plan_of({point_of("pi", 1), point_of("fill", 1)}),
             plan_of({point_of("fill", 1), point_of("pi", 1), point_of("ising", 1)}));
  ASSERT_EQ(plan.pairs.size(), 2U);
  for (auto const& [a, b] : plan.pairs)
    EXPECT_EQ(plan.points[a].kernel, plan.points[b].kernel);
  EXPECT_EQ(plan.skipped.size(), 1U);
}

TEST(Sides, SayOfWhichASkippedPointIs) {
  auto a = plan_of({point_of("pi", 1)}), b = plan_of({point_of("pi", 1)});
  a.skipped.push_back({point_of("pi", 64), "needs 64 cores"});
  b.skipped.push_back({point_of("pi", 32), "needs 32 cores"});
  auto const plan = beside(std::move(a), std::move(b));
  ASSERT_EQ(plan.skipped.size(), 2U);
  EXPECT_EQ(plan.skipped[0].point.side + plan.skipped[1].point.side, "AB");
  EXPECT_EQ(plan.skipped[0].reason, "needs 64 cores");
}

TEST(Sides, MayHaveNothingInCommon) {
  EXPECT_TRUE(
      beside(plan_of({point_of("pi", 1)}), plan_of({point_of("pi", 2)})).pairs.empty());
  EXPECT_TRUE(beside(plan_of({}), plan_of({})).pairs.empty());
}

}  // namespace
}  // namespace assay
