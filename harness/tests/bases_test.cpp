// SPDX-License-Identifier: Apache-2.0
#include "run/bases.hpp"

#include <gtest/gtest.h>

#include "contract.hpp"
#include "records/point_json.hpp"
#include "records/record.hpp"

namespace assay {
namespace {

Point point_of(int ranks, int threads, std::uint64_t samples,
               std::vector<Scaling> series) {
  Point point;
  point.kernel = "pi";
  point.ranks = ranks;
  point.threads = threads;
  point.samples = samples;
  point.series = std::move(series);
  return point;
}

std::vector<Scaling> const strong{Scaling::strong};
std::vector<Scaling> const weak{Scaling::weak};

TEST(Bases, HaveTheFewestCoresOfACurve) {
  EXPECT_EQ(bases_of({point_of(4, 1, 8, strong), point_of(1, 1, 8, strong),
                      point_of(1, 2, 8, strong)}),
            (Bases{{1}, {}, {1}}));
}

TEST(Bases, MayBeSeveralOfWhichTheAnalysisTakesOne) {
  EXPECT_EQ(bases_of({point_of(2, 1, 8, strong), point_of(1, 2, 8, strong),
                      point_of(2, 2, 8, strong)}),
            (Bases{{1}, {0}, {0, 1}}));
}

TEST(Bases, AreOfTheSameComputation) {
  auto other = point_of(2, 1, 8, strong);
  other.kernel = "basel";
  auto more = point_of(2, 1, 16, strong);
  EXPECT_EQ(bases_of({point_of(1, 1, 8, strong), other, more}), (Bases{{}, {}, {}}));
}

TEST(Bases, OfAWeakCurveHaveAsManySamplesOnEachCore) {
  EXPECT_EQ(bases_of({point_of(1, 1, 100'000, weak), point_of(3, 1, 300'100, weak),
                      point_of(1, 1, 200'000, weak), point_of(2, 1, 400'000, weak)}),
            (Bases{{}, {0}, {}, {2}}));
}

TEST(Bases, AreThoseOfWhatFollowsTheResources) {
  std::vector<Point> points{point_of(1, 1, 8, strong), point_of(2, 1, 8, strong)};
  points[0].parameters["grid"] = "1,1";
  points[1].parameters["grid"] = "2,1";
  points[0].env["SIZE"] = "1";
  points[1].env["SIZE"] = "2";
  EXPECT_EQ(bases_of(points), (Bases{{}, {}}));
  for (auto& point : points) point.following = {"parameters.grid", "env.SIZE"};
  EXPECT_EQ(bases_of(points), (Bases{{}, {0}}));
  points[0].derived["px"] = "1";
  points[1].derived["px"] = "2";
  EXPECT_EQ(bases_of(points), (Bases{{}, {0}}));
  points[1].parameters["kind"] = "other";
  EXPECT_EQ(bases_of(points), (Bases{{}, {}}));
}

TEST(Bases, AreNoneOfThoseGivenUp) {
  std::vector<Point> const points{point_of(1, 1, 8, strong), point_of(2, 1, 8, strong),
                                  point_of(4, 1, 8, strong)};
  EXPECT_EQ(bases_of(points, {0}), (Bases{{}, {}, {1}}));
}

TEST(Bases, MeasuredElsewhereAreBesideNoPoint) {
  Plan plan{{point_of(2, 1, 8, strong), point_of(2, 2, 8, strong),
             point_of(2, 2, 9, strong), point_of(2, 1, 9, strong)},
            {},
            {point_of(1, 1, 8, strong)}};
  EXPECT_EQ(bases_of(plan), (Bases{{}, {}, {3}, {}}));
}

/// A copy for the job of so many nodes.
Point copy_of(Point point, int nodes) {
  point.job_nodes = nodes;
  return point;
}

TEST(Bases, MeasuredElsewhereHaveACopyInTheJob) {
  auto const base = point_of(1, 1, 8, strong);
  auto two = point_of(2, 1, 8, strong);
  auto four = point_of(4, 1, 8, strong);
  two.nodes = 2;
  four.nodes = 4;
  std::vector<Point> const all{base, two, four, copy_of(base, 4)};
  EXPECT_EQ(bases_in_jobs(all), (Bases{{}, {}, {3}, {}}));
  EXPECT_EQ(bases_in_jobs(all, {3}), (Bases{{}, {}, {}, {}}));
  Plan const job{{four, copy_of(base, 4)}, {}, {base, two}};
  EXPECT_EQ(bases_of(job), (Bases{{1}, {}}));
}

TEST(Bases, AreNoneOfCopies) {
  EXPECT_EQ(bases_of({copy_of(point_of(2, 1, 8, strong), 4),
                      copy_of(point_of(1, 2, 8, strong), 4)}),
            (Bases{{}, {}}));
}

TEST(Bases, OfAnotherKernelAreNoCopies) {
  auto other = point_of(1, 1, 8, strong);
  other.kernel = "basel";
  auto const point = point_of(1, 1, 8, strong);
  EXPECT_EQ(bases_of({point, other, copy_of(other, 2)}, {}, {.kernel = "basel"}),
            (Bases{{1}, {}, {}}));
}

TEST(Bases, ThatWereImportedAreNoPointToLaunch) {
  std::vector<Point> const points{point_of(1, 1, 8, strong), point_of(2, 1, 8, strong)};
  EXPECT_EQ(bases_of(points), (Bases{{}, {0}}));
  EXPECT_EQ(bases_of(points, {}, {.kernel = "", .cores = 0, .is_imported = true}),
            (Bases{{}, {}}));
}

TEST(Bases, OfDevicesHaveTheFewestOfThem) {
  auto shared = point_of(4, 1, 8, strong);
  auto alone = point_of(2, 1, 8, strong);
  for (auto* const point : {&shared, &alone}) point->backend = "cuda";
  shared.ranks_per_gpu = alone.ranks_per_gpu = 2;
  EXPECT_EQ(bases_of({shared, alone}), (Bases{{1}, {}}));
}

TEST(Bases, OfAComparisonAreTheOtherSides) {
  Plan plan;
  plan.points = {point_of(1, 1, 8, strong), point_of(1, 1, 8, strong),
                 point_of(2, 1, 8, strong), point_of(2, 1, 8, strong)};
  plan.pairs = {{0, 1}, {2, 3}};
  EXPECT_EQ(bases_of(plan), (Bases{{1}, {0}, {3}, {2}}));
  EXPECT_EQ(bases_of(plan, {2}), (Bases{{1}, {0}, {}, {}}));
}

/// As the study's line of the journal has it.
BaseRule rule_of(Json const& one) {
  auto const& base = one["base"];
  Study study;
  study.base = {base.value("kernel", ""), base.value("cores", 0)};
  auto const line = study_json(study, Plan{}, {});
  EXPECT_EQ(line.value("base", Json::object()), base) << one["name"];
  return study.base;
}

TEST(Bases, AreWhatTheAnalysisTakes) {
  for (auto const& one : test::contract("bases.json")) {
    std::vector<Point> points;
    for (auto const& point : one["points"])
      points.push_back(parse_point(to_text(point)));
    auto const rule = rule_of(one);
    EXPECT_EQ(bases_of(points, {}, rule), one["bases"].get<Bases>()) << one["name"];
  }
}

TEST(Bases, InJobsAreWhatTheAnalysisTakes) {
  for (auto const& one : test::contract("jobs.json", "bases")) {
    std::vector<Point> points;
    for (auto const& point : one["points"]) {
      points.push_back(parse_point(to_text(point)));
      auto const written = to_json(points.back());
      EXPECT_EQ(written.value("job_nodes", 0), point.value("job_nodes", 0));
    }
    auto const given_up = one["given_up"].get<std::set<std::size_t>>();
    EXPECT_EQ(bases_in_jobs(points, given_up, rule_of(one)), one["bases"].get<Bases>())
        << one["name"];
  }
}

}  // namespace
}  // namespace assay
