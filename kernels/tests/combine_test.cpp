// SPDX-License-Identifier: Apache-2.0
// Parts that are not those of one measurement.
#include "worker/combine.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace assay {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// The result of part `index` of two.
Json part(int index, char const* samples = "100") {
  return {{"measurements",
           {{{"kernel", "pi"},
             {"samples", samples},
             {"parameters", Json::object()},
             {"part", {{"index", index}, {"of", 2}, {"seed", "0x1"}}},
             {"tallies", {{"hits", "39"}}}}}}};
}

TEST(Combine, AddsTalliesInAnyOrder) {
  auto const sums = combine({part(1), part(0)});
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0]["tallies"]["hits"], "78");
  EXPECT_EQ(sums[0]["parts"], 2);
  EXPECT_DOUBLE_EQ(sums[0]["estimate"]["value"], 3.12);
}

TEST(Combine, RefusesWhatIsNotAllOfOneMeasurement) {
  auto const refused = [](std::vector<Json> const& results, char const* why) {
    EXPECT_THAT([&] { combine(results); },
                ThrowsMessage<std::runtime_error>(HasSubstr(why)));
  };
  refused({part(0)}, "1 of 2 parts are there");
  refused({part(0), part(0)}, "part 0 is there twice");
  refused({part(0), part(1, "101")}, "the parts are of different measurements");
}

}  // namespace
}  // namespace assay
