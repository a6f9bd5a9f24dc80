// SPDX-License-Identifier: Apache-2.0
#include "run/copied_bases.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr double rate = 1e9;
Catalogue const catalogue{{"pi", "", "", "", rate, {}, {}}};

/// Of a curve whose work grows with the ranks, one on a node; a launch takes `launch_s`
/// beside its start.
Point weak_point(int nodes, std::string const& variant, double launch_s = 1000) {
  Point point;
  point.kernel = "pi";
  point.nodes = point.ranks = nodes;
  point.samples = static_cast<std::uint64_t>(launch_s * rate * nodes);
  point.repetitions = 1;
  point.env["VARIANT"] = variant;
  point.series = {Scaling::weak};
  return point;
}

std::vector<int> jobs_of(std::vector<Point> const& points) {
  std::vector<int> jobs;
  for (auto const& point : points) jobs.push_back(point.job_nodes);
  return jobs;
}

std::vector<Point> with_copies(std::vector<Point> points, BaseRule const& rule = {}) {
  add_worthwhile(copied_bases(points, catalogue, rule), rule, points);
  return points;
}

TEST(CopiedBases, AreOfJobsWithoutThem) {
  std::vector<Point> const points{weak_point(1, "a"), weak_point(2, "a"),
                                  weak_point(4, "a")};
  auto const copied = copied_bases(points, catalogue, {});
  ASSERT_EQ(copied.size(), 2U);
  EXPECT_THAT(jobs_of(copied.at(2).points), ElementsAre(2));
  EXPECT_EQ(copied.at(4).points.front().nodes, 1);
  EXPECT_THAT(copied.at(4).share, DoubleNear(1, 0.001));
}

TEST(CopiedBases, AreMeasuredWhereTheyAreCheap) {
  std::vector<Point> const alone{weak_point(1, "a"), weak_point(2, "a")};
  EXPECT_THAT(jobs_of(with_copies(alone)), ElementsAre(0, 0));
  auto crowded = alone;
  for (int cores = 2; cores <= 12; ++cores) {  // more points of the same base
    crowded.push_back(weak_point(2, "a"));
    crowded.back().ranks = 2 * cores;
    crowded.back().samples *= static_cast<std::uint64_t>(cores);
  }
  EXPECT_THAT(jobs_of(with_copies(crowded)).back(), 2);
  crowded.resize(crowded.size() - 2);
  crowded.erase(crowded.begin() + 1);  // nine are left
  EXPECT_THAT(jobs_of(with_copies(crowded)).back(), 0);
}

TEST(CopiedBases, AreMeasuredAsTheStudySays) {
  std::vector<Point> points{weak_point(1, "a"), weak_point(2, "a")};
  EXPECT_THAT(jobs_of(with_copies(points, {.kernel = "", .in_each_job = true})),
              ElementsAre(0, 0, 2));
  for (int i = 0; i < 20; ++i) {
    points.push_back(weak_point(2, "a"));
    points.back().ranks += 2 * i;
    points.back().samples *= static_cast<std::uint64_t>(i + 1);
  }
  EXPECT_THAT(jobs_of(with_copies(points, {.kernel = "", .in_each_job = false})),
              testing::Each(0));
}

TEST(CopiedBases, OfProgramsAreTakenToScaleIdeally) {
  auto small = weak_point(1, "a");
  auto large = weak_point(4, "a");
  for (auto* const point : {&small, &large}) {
    point->program = std::make_shared<Program const>();
    point->series = {Scaling::strong};
    point->samples = 1;
  }
  auto const copied = copied_bases({small, large}, catalogue, {});
  EXPECT_THAT(copied.at(4).share, DoubleNear(4, 1e-9));
}

TEST(CopiedBases, FitIntoTheJob) {
  auto over_two_nodes = weak_point(2, "a");
  auto on_one_node = over_two_nodes;
  on_one_node.nodes = 1;
  auto const copied = copied_bases({over_two_nodes, on_one_node}, catalogue, {});
  ASSERT_EQ(copied.size(), 1U) << "either may be the base";
  EXPECT_EQ(copied.at(2).points.front().nodes, 1);
}

TEST(CopiedBases, AreNoneWhereNothingIsBesideThePoints) {
  std::vector<Point> const points{weak_point(1, "a"), weak_point(2, "a")};
  BaseRule const imported{.kernel = "", .is_imported = true};
  EXPECT_THAT(copied_bases(points, catalogue, imported), IsEmpty());
  EXPECT_THAT(copied_bases({points[1]}, catalogue, {}), IsEmpty());
}

}  // namespace
}  // namespace assay
