// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <utility>

#include "plan/automatic.hpp"
#include "plan/filter.hpp"
#include "plan/plan.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

AxisValue n(std::uint64_t value) { return value; }
AxisValue t(char const* text) { return std::string(text); }

PlanContext context(int cores, int nodes = 1) {
  PlanContext c;
  c.machine.cores_per_node = cores;
  c.machine.nodes = nodes;
  c.catalogue = {{"pi", "", "", "", 1e9, {}, {}}};
  c.backends = {"openmp", "serial"};
  return c;
}

Study study() {
  Study s;
  s.name = "s";
  s.scaling = {Scaling::strong};
  s.axes = {{"kernel", {t("pi")}, {}},
            {"nodes", {n(1)}, {}},
            {"ranks", {n(1), n(2)}, {}},
            {"threads", {n(1)}, {}},
            {"backend", {t("openmp")}, {}},
            {"launcher", {t("auto")}, {}},
            {"seed", {n(7)}, {}}};
  s.samples[Scaling::strong] = {n(1000)};
  s.samples[Scaling::weak] = {n(1000)};
  return s;
}

Axis& axis(Study& s, std::string const& name) {
  return *std::find_if(s.axes.begin(), s.axes.end(),
                       [&](Axis const& a) { return a.name == name; });
}

std::vector<std::string> shapes(std::vector<Point> const& points) {
  std::vector<std::string> list;
  for (auto const& p : points) {
    list.push_back(std::to_string(p.nodes) + "n" + std::to_string(p.ranks) + "x" +
                   std::to_string(p.threads) + ":" + std::to_string(p.samples));
  }
  return list;
}

TEST(Expand, StrongKeepsTheTotal) {
  EXPECT_THAT(shapes(make_plan(study(), context(2)).points),
              ElementsAre("1n1x1:1000", "1n2x1:1000"));
}

TEST(Expand, WeakGrowsWithTheCores) {
  auto s = study();
  s.scaling = {Scaling::weak};
  EXPECT_THAT(shapes(make_plan(s, context(2)).points),
              ElementsAre("1n1x1:1000", "1n2x1:2000"));
}

TEST(Expand, StrongAndWeakShareTheOneCorePoint) {
  auto s = study();
  s.scaling = {Scaling::strong, Scaling::weak};
  auto const points = make_plan(s, context(2)).points;
  EXPECT_THAT(shapes(points), ElementsAre("1n1x1:1000", "1n2x1:1000", "1n2x1:2000"));
  EXPECT_THAT(points[0].series, ElementsAre(Scaling::strong, Scaling::weak));
  EXPECT_THAT(points[2].series, ElementsAre(Scaling::weak));
}

TEST(Expand, ProductHasTheFirstAxisSlowest) {
  auto s = study();
  axis(s, "threads").values = {n(1), n(2)};
  EXPECT_THAT(shapes(make_plan(s, context(4)).points),
              ElementsAre("1n1x1:1000", "1n1x2:1000", "1n2x1:1000", "1n2x2:1000"));
}

TEST(Expand, ZippedAxesTurnTogether) {
  auto s = study();
  axis(s, "ranks").values = {n(1), n(2), n(4)};
  axis(s, "threads").values = {n(4), n(2), n(1)};
  s.zip = {{"ranks", "threads"}};
  EXPECT_THAT(shapes(make_plan(s, context(4)).points),
              ElementsAre("1n1x4:1000", "1n2x2:1000", "1n4x1:1000"));
}

TEST(Expand, ZippedSamplesTurnWithTheirAxis) {
  auto s = study();
  axis(s, "ranks").values = {n(1), n(2), n(4)};
  axis(s, "threads").values = {n(1), n(2)};
  s.scaling = {Scaling::strong, Scaling::weak};
  s.samples[Scaling::strong] = {n(100), n(200), n(400)};
  s.samples[Scaling::weak] = {n(10), n(20), n(30)};
  s.zip = {{"ranks", "samples"}};
  EXPECT_THAT(shapes(make_plan(s, context(8)).points),
              ElementsAre("1n1x1:100", "1n1x1:10", "1n1x2:100", "1n1x2:20", "1n2x1:200",
                          "1n2x1:40", "1n2x2:200", "1n2x2:80", "1n4x1:400", "1n4x1:120",
                          "1n4x2:400", "1n4x2:240"));
}

TEST(Expand, ExcludeAndOnly) {
  auto s = study();
  axis(s, "threads").values = {n(1), n(2)};
  s.exclude = {{{"ranks", {n(2)}, {}, {}}, {"threads", {}, 2.0, {}}}};
  EXPECT_THAT(shapes(make_plan(s, context(4)).points),
              ElementsAre("1n1x1:1000", "1n1x2:1000", "1n2x1:1000"));
  s.only = {{{"threads", {n(2)}, {}, {}}}};
  EXPECT_THAT(shapes(make_plan(s, context(4)).points), ElementsAre("1n1x2:1000"));
}

TEST(Matches, CompareNumbersOfEveryKindAndTexts) {
  Point point;
  point.parameters = {
      {"shift", std::int64_t{-3}}, {"share", 2.0}, {"mode", std::string("fast")}};
  point.env["TUNE"] = "a";
  auto const in = [&](char const* axis, std::optional<double> from,
                      std::optional<double> to) {
    return matches(point, {axis, {}, from, to});
  };
  EXPECT_TRUE(in("parameters.shift", -4, -2));
  EXPECT_FALSE(in("parameters.shift", {}, -3.5));
  EXPECT_TRUE(in("parameters.share", 2, 2));
  EXPECT_FALSE(in("parameters.mode", {}, 9)) << "it is no number";
  EXPECT_FALSE(in("parameters.none", {}, 9)) << "the kernel has no such parameter";
  auto const is = [&](char const* axis, AxisValue const& value) {
    return matches(point, {axis, {value}, {}, {}});
  };
  EXPECT_TRUE(is("parameters.share", n(2))) << "2.0 is 2";
  EXPECT_FALSE(is("parameters.share", n(3)));
  EXPECT_FALSE(is("parameters.share", t("2")));
  EXPECT_TRUE(is("parameters.mode", t("fast")));
  EXPECT_TRUE(is("env.TUNE", t("a")));
  EXPECT_FALSE(is("env.OTHER", t("a")));
}

TEST(Expand, AutomaticRanksFillTheMachine) {
  auto s = study();
  axis(s, "ranks").values = {t("auto")};
  EXPECT_THAT(shapes(make_plan(s, context(6)).points),
              ElementsAre("1n1x1:1000", "1n2x1:1000", "1n4x1:1000", "1n6x1:1000"));
}

TEST(Expand, AutomaticNodesAreFullBeyondTheFirst) {
  auto s = study();
  axis(s, "nodes").values = {t("auto")};
  axis(s, "ranks").values = {t("auto")};
  EXPECT_THAT(shapes(make_plan(s, context(2, 4)).points),
              ElementsAre("1n1x1:1000", "1n2x1:1000", "2n4x1:1000", "4n8x1:1000"));
}

TEST(Expand, WithoutMpiexecOneRankRunsWithoutALauncher) {
  auto c = context(4);
  c.machine.has_mpiexec = false;
  auto const plan = make_plan(study(), c);
  ASSERT_THAT(shapes(plan.points), ElementsAre("1n1x1:1000"));
  EXPECT_EQ(plan.points[0].launcher, "local");
  ASSERT_EQ(plan.skipped.size(), 1U);
  EXPECT_THAT(plan.skipped[0].reason, testing::HasSubstr("no mpiexec here"));
}

TEST(Expand, WhatDoesNotFitIsSkippedWithItsReason) {
  auto s = study();
  axis(s, "ranks").values = {n(1), n(4)};
  axis(s, "backend").values = {t("openmp"), t("cuda")};
  auto const plan = make_plan(s, context(2));
  EXPECT_THAT(shapes(plan.points), ElementsAre("1n1x1:1000"));
  ASSERT_EQ(plan.skipped.size(), 3U);
  EXPECT_EQ(
      plan.skipped[0].reason,
      "no worker was built for backend cuda (cmake --preset cuda && cmake --build "
      "--preset cuda)");
  EXPECT_EQ(plan.skipped[1].reason, "needs 4 cores on a node, there are 2");
}

TEST(Expand, AProgramNeedsNoWorker) {
  auto s = study();
  Program program;
  program.name = "mine";
  s.programs = {std::make_shared<Program const>(program)};
  axis(s, "kernel").values = {t("mine")};
  auto c = context(2);
  c.backends = {};
  EXPECT_THAT(shapes(make_plan(s, c).points), ElementsAre("1n1x1:1000", "1n2x1:1000"));
}

TEST(Expand, RanksOfAGpuAreAnAxis) {
  auto s = study();
  s.axes.push_back({"ranks_per_gpu", {n(1), n(2)}, {}});
  s.exclude = {MatchAll{{"ranks_per_gpu", {}, 2.0, {}}, {"ranks", {n(1)}, {}, {}}}};
  auto const points = make_plan(s, context(2)).points;
  ASSERT_THAT(shapes(points), ElementsAre("1n1x1:1000", "1n2x1:1000", "1n2x1:1000"));
  EXPECT_EQ(points[1].ranks_per_gpu, 1);
  EXPECT_EQ(points[2].ranks_per_gpu, 2);
}

TEST(Expand, SerialHasOneThread) {
  auto s = study();
  axis(s, "backend").values = {t("serial")};
  axis(s, "threads").values = {n(2)};
  EXPECT_THAT(make_plan(s, context(4)).points, IsEmpty());
}

TEST(Expand, WeakTotalsThatOverflowAreRefused) {
  auto s = study();
  s.scaling = {Scaling::weak};
  s.samples[Scaling::weak] = {n(std::uint64_t{1} << 63U)};
  auto const plan = make_plan(s, context(2));
  EXPECT_EQ(plan.points.size(), 1U);
  ASSERT_EQ(plan.skipped.size(), 1U);
  EXPECT_EQ(plan.skipped[0].reason, "its samples in total exceed 2^64");
}

TEST(Expand, TooManyPointsAreAnErrorOfTheStudy) {
  auto s = study();
  s.max_points = 1;
  EXPECT_THROW(make_plan(s, context(2)), ConfigError);
}

TEST(BlockOrder, IsAPermutationThatTheSeedAndTheBlockFix) {
  auto const order = block_order(1, 1, 50);
  auto sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(sorted[i], i);
  EXPECT_EQ(order, block_order(1, 1, 50));
  EXPECT_NE(order, block_order(1, 2, 50));
  EXPECT_NE(order, block_order(2, 1, 50));
}

// Williams' square: as often at each place, and as often behind each other one.
TEST(BlockOrder, IsBalanced) {
  for (std::size_t const count : {2U, 3U, 4U, 5U, 6U}) {
    int const blocks = static_cast<int>(count % 2 == 0 ? count : 2 * count);
    std::map<std::pair<std::size_t, std::size_t>, int> places, pairs;
    for (int block = blocks + 1; block <= 2 * blocks; ++block) {
      auto const order = block_order(5, block, count);
      for (std::size_t place = 0; place < count; ++place) {
        ++places[{place, order[place]}];
        if (place > 0) ++pairs[{order[place - 1], order[place]}];
      }
    }
    EXPECT_EQ(places.size(), count * count);
    EXPECT_EQ(pairs.size(), count * (count - 1));
    for (auto const& [what, times] : places)
      EXPECT_EQ(times, blocks / static_cast<int>(count));
    for (auto const& [what, times] : pairs)
      EXPECT_EQ(times, blocks / static_cast<int>(count));
  }
}

TEST(BlockOrder, HasBothSidesOfAPairBehindEachOther) {
  Plan plan;
  plan.points.resize(6);
  plan.pairs = {{0, 1}, {2, 3}, {4, 5}};
  for (int block = 1; block <= 6; ++block) {
    auto const order = block_order(7, block, plan);
    auto const after = block_order(7, block + 1, plan);
    ASSERT_EQ(order.size(), 6U);
    for (std::size_t place = 0; place < 6; place += 2) {
      EXPECT_EQ(order[place] / 2, order[place + 1] / 2);
      auto const first = order[place];
      auto const again = std::find(after.begin(), after.end(), first);
      EXPECT_EQ((again - after.begin()) % 2, 1) << "another side is first";
    }
  }
}

TEST(BlockOrder, EveryPointComesFirstAboutAsOften) {
  std::vector<int> first(4, 0);
  for (int block = 1; block <= 4000; ++block) ++first[block_order(3, block, 4).front()];
  // Binomial(4000, 1/4): 1000 with a standard deviation of 27.
  for (int const count : first) EXPECT_NEAR(count, 1000, 5 * 27);
}

TEST(Automatic, SamplesKeepEveryCoreBusy) {
  EXPECT_EQ(automatic_samples(1e9, 2), 200'000'000U);
  EXPECT_EQ(automatic_samples(1e9, 64), 1'600'000'000U);
}

/// A parameter that came after points of pi had ids.
Parameter later_generator() {
  Parameter generator;
  generator.name = "generator";
  generator.default_value = "old";
  generator.choices = {"old", "new"};
  generator.host_choices = {"new"};
  generator.is_said_if_default = false;
  return generator;
}

TEST(Expand, AutomaticSamplesKeepTheWholeMachineBusy) {
  auto s = study();
  s.scaling = {Scaling::strong, Scaling::weak};
  s.samples[Scaling::strong] = s.samples[Scaling::weak] = {t("auto")};
  auto const all = automatic_samples(1e9, 2);
  EXPECT_THAT(
      shapes(make_plan(s, context(2)).points),
      ElementsAre("1n1x1:" + std::to_string(all), "1n1x1:" + std::to_string(all / 2),
                  "1n2x1:" + std::to_string(all)))
      << "on two cores the weak total is the strong one";
}

TEST(Expand, LeavesOutALaterParameterAtItsDefault) {
  PlanContext c = context(2);
  c.catalogue[0].parameters = {later_generator()};
  Study s = study();
  axis(s, "ranks").values = {n(1)};
  EXPECT_THAT(make_plan(s, c).points.at(0).parameters, IsEmpty());
  s.axes.push_back({"parameters.generator", {t("old"), t("new")}, {}});
  auto const points = make_plan(s, c).points;
  ASSERT_EQ(points.size(), 2U);
  EXPECT_THAT(points[0].parameters, IsEmpty());
  EXPECT_EQ(points[1].parameters.at("generator"), ParameterValue("new"));
}

TEST(Expand, SkipsAChoiceThatNoDeviceHas) {
  PlanContext c = context(2);
  c.catalogue[0].parameters = {later_generator()};
  c.backends = {"openmp", "cuda"};
  Point point;
  point.kernel = "pi";
  point.samples = 1000;
  point.parameters["generator"] = "new";
  EXPECT_EQ(misfit(point, c), "");
  point.backend = "cuda";
  EXPECT_EQ(misfit(point, c),
            "no device can do generator new: choose a backend of CPUs");
  point.parameters.clear();
  EXPECT_EQ(misfit(point, c), "");
}

TEST(Expand, SkipsWhatDoesNotFitTheMemoryOfANode) {
  PlanContext c = context(4);
  Parameter bins;
  bins.name = "bins";
  bins.default_value = std::int64_t{1000};
  Parameter sweeps;
  sweeps.name = "sweeps";
  sweeps.default_value = std::int64_t{10};
  c.catalogue[0].parameters = {bins, sweeps};
  c.catalogue[0].memory = {{8, {"bins"}, {}}, {2, {"samples"}, {"sweeps"}}};
  // Of a rank: 8000 bytes and 2 * 500 / 10.
  Point point;
  point.kernel = "pi";
  point.samples = 1000;
  point.ranks = 2;
  EXPECT_EQ(misfit(point, c), "") << "memory not known";
  c.machine.memory_bytes = 16'200;
  EXPECT_EQ(misfit(point, c), "");
  c.machine.memory_bytes = 16'199;
  EXPECT_NE(misfit(point, c), "");
  point.parameters["bins"] = std::int64_t{1'000'000'000};
  EXPECT_EQ(misfit(point, c), "needs 16.0 GB of memory on a node, there are 0.0 GB");
}

}  // namespace
}  // namespace assay
