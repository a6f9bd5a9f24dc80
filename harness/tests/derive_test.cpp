// SPDX-License-Identifier: Apache-2.0
#include "plan/derive.hpp"

#include <gmock/gmock.h>

#include "config/read_study.hpp"
#include "config_fixture.hpp"
#include "plan/plan.hpp"
#include "records/point_json.hpp"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

PlanContext context() {
  PlanContext context;
  context.machine.cores_per_node = 64;
  context.machine.has_mpiexec = true;
  return context;
}

std::vector<Point> points_of(std::string const& rest) {
  auto const study = read_study("study: s\nprogram: [app]\nscaling: strong\n" + rest,
                                "s.yaml", {}, {});
  return make_plan(study, context()).points;
}

std::vector<std::string> values_of(std::vector<Point> const& points,
                                   std::string const& name) {
  std::vector<std::string> values;
  for (auto const& point : points) values.push_back(point.derived.at(name));
  return values;
}

std::string fault_of(std::string const& rest) try {
  points_of(rest);
  return "";
} catch (ConfigError const& error) {
  return error.what();
}

TEST(Derive, GivesEachPointItsValues) {
  auto const points = points_of(
      "ranks: [1, 2, 8]\nthreads: 2\nparameters: {n: 10}\nderive:\n"
      "  px: factor3(ranks)[0]\n"
      "  n: 'parameters.n * px + threads'\n"
      "  grid: {by: px, 1: \"1,1,1\", default: \"2,1,1\"}\n"
      "  where: {by: launcher, mpiexec: here}\n"
      "  all: {by: cores, 2: two, 4: four, 1.6e1: sixteen}\n");
  EXPECT_THAT(values_of(points, "px"), ElementsAre("1", "2", "2"));
  EXPECT_THAT(values_of(points, "n"), ElementsAre("12", "22", "22"));
  EXPECT_THAT(values_of(points, "grid"), ElementsAre("1,1,1", "2,1,1", "2,1,1"));
  EXPECT_THAT(values_of(points, "where"), ElementsAre("here", "here", "here"));
  EXPECT_THAT(values_of(points, "all"), ElementsAre("two", "four", "sixteen"));
}

TEST(Derive, NamesThePointThatHasNoValue) {
  EXPECT_THAT(fault_of("ranks: [1, 2]\nderive:\n  a: 1 // (ranks - 2)\n"),
              HasSubstr("s.yaml:6:3: error: derive.a: at ranks 2, threads 1, nodes 1 "
                        "it divides by zero"));
  EXPECT_THAT(fault_of("ranks: [4, 2]\nderive:\n  a: 100 * sqrt(ranks)\n"),
              HasSubstr("at ranks 2, threads 1, nodes 1 it is 141.421356237309"));
  EXPECT_THAT(fault_of("ranks: 4\nderive: {a: {by: ranks, 1: x}}\n"),
              HasSubstr("it has no value for ranks 4"));
  EXPECT_THAT(
      fault_of("ranks: 1\nparameters: {n: big}\nderive: {a: 2 * parameters.n}\n"),
      HasSubstr("where 'big' is no number"));
  EXPECT_THAT(fault_of("ranks: 1\nseed: 0xFFFFFFFFFFFFFFFF\nderive: {a: seed}\n"),
              HasSubstr("is no number that can be calculated with"));
}

TEST(Derive, TellsEveryFaultyNameOnce) {
  auto const fault = fault_of("ranks: [1, 2, 4]\nderive: {a: 1 // 0, b: 2 // 0}\n");
  EXPECT_THAT(fault, HasSubstr("derive.a"));
  EXPECT_EQ(fault.find("derive.a"), fault.rfind("derive.a"));
}

TEST(Derive, LeavesOutPointsThatAreNotWanted) {
  EXPECT_EQ(fault_of("ranks: [1, 2]\nexclude: [{ranks: 2}]\n"
                     "derive: {a: {by: ranks, 1: x}}\n"),
            "");
}

TEST(Derive, IsPartOfAPointsIdOnlyWhereThereIsAny) {
  auto const id = [](std::string const& rest) {
    return point_id(points_of("ranks: 2\n" + rest).front(), "");
  };
  EXPECT_NE(id("derive: {a: ranks}\n"), id(""));
  EXPECT_NE(id("derive: {a: ranks}\n"), id("derive: {a: 2 * ranks}\n"));
  EXPECT_EQ(id("derive: {a: 2 * ranks}\n"), id("derive: {a: ranks + ranks}\n"))
      << "how it is written does not matter";
}

TEST(Derive, KnowsWhatIsTheSameAtEveryPoint) {
  auto const study = read_study(
      "study: s\nprogram: [app]\nscaling: strong\nranks: [1, 2]\n"
      "derive: {a: 3 * 4, b: a + 1, c: b * ranks, d: {by: a, 12: x}, e: {by: c}}\n",
      "s.yaml", {}, {});
  EXPECT_EQ(derived_constants(study),
            (std::map<std::string, std::string>{{"a", "12"}, {"b", "13"}, {"d", "x"}}));
}

TEST(Following, AreTheAxesZippedWithResources) {
  auto const points = points_of(
      "ranks: [1, 2]\nthreads: 1\nparameters: {n: [5, 6], kind: [a, b]}\n"
      "env: {SIZE: [1, 2]}\nzip: [[ranks, parameters.n, env.SIZE]]\n");
  for (auto const& point : points)
    EXPECT_THAT(point.following, ElementsAre("parameters.n", "env.SIZE"));
  EXPECT_THAT(points_of("ranks: [1, 2]\nparameters: {n: [5, 6], m: [7, 8]}\n"
                        "zip: [[parameters.n, parameters.m]]\n")
                  .front()
                  .following,
              ElementsAre());
}

TEST(Following, IsReadFromWhatAJournalSays) {
  auto const point = points_of(
                         "ranks: [1, 2]\nparameters: {n: [5, 6]}\n"
                         "zip: [[ranks, parameters.n]]\n")
                         .front();
  auto json = to_json(point);
  EXPECT_FALSE(json.contains("following")) << "no part of the id";
  add_membership(json, point);
  EXPECT_THAT(parse_point(to_text(json)).following, ElementsAre("parameters.n"));
}

}  // namespace
}  // namespace assay
