// SPDX-License-Identifier: Apache-2.0
#include "price.hpp"

#include <gmock/gmock.h>

#include "experience.hpp"

namespace assay {
namespace {

using nlohmann::json;

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

json record_of(std::string const& kernel, std::string const& verdict, double wall_s) {
  return {{"kind", "record"},
          {"verdict", verdict},
          {"wall_s", wall_s},
          {"requested",
           {{"kernel", kernel},
            {"samples", "1000000000"},
            {"ranks", 1},
            {"threads", 1},
            {"repetitions", 7}}}};
}

TEST(LaunchPrice, IsTheNominalSpeedAsLongAsNothingWasTimed) {
  auto const price = launch_price(kernel_point(2, 2'000'000'000), price_catalogue, {});
  EXPECT_EQ(price.source, PriceSource::nominal);
  EXPECT_DOUBLE_EQ(price.wall_s, 0.5 + 7 * 1.0);
}

TEST(LaunchPrice, ComesFromTimedLaunchesScaledToThePoint) {
  // 7.5 s nominal took 15 s; a failed launch teaches nothing.
  auto const experience = experience_from(
      {record_of("pi", "ok", 15), record_of("pi", "crash", 1), {{"kind", "stop"}}},
      price_catalogue);
  auto const price =
      launch_price(kernel_point(1, 2'000'000'000), price_catalogue, experience);
  EXPECT_EQ(price.source, PriceSource::timed);
  EXPECT_DOUBLE_EQ(price.wall_s, 2 * (0.5 + 7 * 2.0));
}

TEST(LaunchPrice, OfAProgramIsTheMeanTheEstimateOrUnknown) {
  auto experience = experience_from({record_of("a", "ok", 3), record_of("a", "ok", 5)},
                                    price_catalogue);
  EXPECT_DOUBLE_EQ(launch_price(program_point("a"), price_catalogue, experience).wall_s,
                   4);
  auto const other = program_point("b");
  EXPECT_EQ(launch_price(other, price_catalogue, experience).source, PriceSource::none);
  experience.estimate_s = 9;
  EXPECT_EQ(launch_price(other, price_catalogue, experience).source,
            PriceSource::estimate);
  EXPECT_DOUBLE_EQ(launch_price(other, price_catalogue, experience).wall_s, 9);
}

TEST(Price, SumsLaunchesSecondsAndCoreHours) {
  Study study;
  study.launches = {10, 50, 0.02};
  study.limits.timeout_s = 100;
  Price price(study);
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
