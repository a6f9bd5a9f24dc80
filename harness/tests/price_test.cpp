// SPDX-License-Identifier: Apache-2.0
#include "plan/price.hpp"

#include <gmock/gmock.h>

#include "made_record.hpp"
#include "records/timing_history.hpp"

namespace assay {
namespace {

Catalogue const price_catalogue{{"pi", "", "", "", 1e9, {}, {}}};

Point kernel_point(int ranks, std::uint64_t samples) {
  Point point;
  point.kernel = "pi";
  point.ranks = ranks;
  point.samples = samples;
  point.repetitions = 7;
  return point;
}

Point program_point(std::string const& name) {
  Point point = kernel_point(2, 1);
  point.kernel = name;
  point.program = std::make_shared<Program const>();
  return point;
}

std::string line_of(Point const& point, std::string const& verdict, double wall_s) {
  return test::line_of({.verdict = verdict, .requested = point, .wall_s = wall_s}) +
         "\n";
}

/// To start ranks on one node.
double start_s(int ranks) { return 0.501 + 1e-4 * ranks; }

TEST(LaunchPrice, IsTheNominalSpeedAsLongAsNothingWasTimed) {
  auto const price = launch_price(kernel_point(2, 2'000'000'000), price_catalogue, {});
  EXPECT_EQ(price.source, PriceSource::nominal);
  EXPECT_DOUBLE_EQ(price.wall_s, start_s(2) + 7 * 1.0);
}

TEST(LaunchPrice, ComesFromTimedLaunchesScaledToThePoint) {
  // They took twice the nominal time; a failed launch teaches nothing.
  auto const timed = kernel_point(1, 1'000'000'000);
  auto const timings = timing_history_from(line_of(timed, "ok", 2 * (start_s(1) + 7)) +
                                               line_of(timed, "crash", 1) +
                                               journal_line({{"kind", "stop"}}),
                                           price_catalogue);
  auto const price =
      launch_price(kernel_point(1, 2'000'000'000), price_catalogue, timings);
  EXPECT_EQ(price.source, PriceSource::timed);
  EXPECT_DOUBLE_EQ(price.wall_s, 2 * (start_s(1) + 7 * 2.0));
}

TEST(LaunchPrice, OfCeilingsIsThatOfRepetitions) {
  auto point = kernel_point(1, 1'000'000'000);
  point.ceiling_repetitions = 3;
  EXPECT_DOUBLE_EQ(launch_price(point, price_catalogue, {}).wall_s, start_s(1) + 10);
  auto const timings =
      timing_history_from(line_of(point, "ok", start_s(1) + 10), price_catalogue);
  EXPECT_DOUBLE_EQ(launch_price(point, price_catalogue, timings).wall_s,
                   start_s(1) + 10);
}

TEST(LaunchPrice, ReservesTheLimitForAProgramAndNeverMore) {
  Limits limits;
  limits.timeout_s = 100;
  EXPECT_DOUBLE_EQ(reserved_launch_s(program_point("a"), price_catalogue, limits), 100);
  EXPECT_DOUBLE_EQ(
      reserved_launch_s(kernel_point(1, 1'000'000'000), price_catalogue, limits),
      start_s(1) + 7);
  EXPECT_DOUBLE_EQ(
      reserved_launch_s(kernel_point(1, 20'000'000'000), price_catalogue, limits), 100);
}

TEST(LaunchPrice, OfAProgramIsTheMeanTheEstimateOrUnknown) {
  auto const timed = program_point("a");
  auto timings = timing_history_from(line_of(timed, "ok", 3) + line_of(timed, "ok", 5),
                                     price_catalogue);
  EXPECT_DOUBLE_EQ(launch_price(program_point("a"), price_catalogue, timings).wall_s,
                   4);
  auto const other = program_point("b");
  EXPECT_EQ(launch_price(other, price_catalogue, timings).source, PriceSource::none);
  timings.estimate_s = 9;
  EXPECT_EQ(launch_price(other, price_catalogue, timings).source,
            PriceSource::estimate);
  EXPECT_DOUBLE_EQ(launch_price(other, price_catalogue, timings).wall_s, 9);
}

TEST(Price, OfUnequallyFilledNodesIsThatOfAllTheirCores) {
  auto point = kernel_point(240, 1);
  point.nodes = 5;
  EXPECT_EQ(charged_cores(point, 48), 240);
  point.ranks = 241;
  point.nodes = 6;
  EXPECT_EQ(charged_cores(point, 48), 288);
  Study study;
  study.launches = {1, 1, 0.02};
  Price price(study, 48);
  price.add(point, {3600, PriceSource::nominal});
  EXPECT_DOUBLE_EQ(price.least_core_hours(), 288);
}

TEST(Price, SumsLaunchesSecondsAndCoreHours) {
  Study study;
  study.launches = {10, 50, 0.02};
  study.limits.timeout_s = 100;
  Price price(study, 48);
  price.add(kernel_point(1, 1), {6, PriceSource::nominal});
  price.add(kernel_point(4, 1), {3, PriceSource::nominal});
  price.add(program_point("a"), {});
  EXPECT_EQ(price.points(), 3U);
  EXPECT_EQ(price.points_by(PriceSource::none), 1U);
  EXPECT_EQ(price.least_launches(), 30U);
  EXPECT_EQ(price.most_launches(), 150U);
  EXPECT_DOUBLE_EQ(price.least_wall_s(), 90);
  EXPECT_DOUBLE_EQ(price.least_core_hours(), 10 * (6 + 12) / 3600.0);
  EXPECT_DOUBLE_EQ(price.most_wall_s(), 50 * (9 + 100));
  EXPECT_DOUBLE_EQ(price.most_core_hours(), 50 * (18 + 200) / 3600.0);
}

}  // namespace
}  // namespace assay
