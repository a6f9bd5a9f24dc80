// SPDX-License-Identifier: Apache-2.0
// What a journal says of the metrics that have curves.
#include <gtest/gtest.h>

#include "records/record.hpp"

namespace assay {
namespace {

Json line_with(std::vector<std::string> const& curves) {
  Study study;
  study.readings.metrics = {{"rate", Metric::Source::pattern, "(a)", "GFLOP/s"},
                            {"loop", Metric::Source::pattern, "(b)", "ms"},
                            {"memory", Metric::Source::witness, "peak_memory", "GiB"}};
  study.readings.curves = curves;
  return study_json(study, Plan{}, {});
}

TEST(Curves, AreWrittenWithTheirUnits) {
  EXPECT_EQ(line_with({"rate", "loop", "memory"}).at("curves"),
            Json({{{"metric", "rate"}, {"unit", "GFLOP/s"}, {"kind", "rate"}},
                  {{"metric", "loop"}, {"unit", "ms"}, {"kind", "time"}},
                  {{"metric", "memory"}, {"unit", "GiB"}, {"kind", "size"}}}));
  EXPECT_EQ(line_with({"rate"}).at("curves").size(), 1U);
  EXPECT_EQ(line_with({"loop", "wall"}).at("curves").at(1),
            Json({{"metric", "wall"}, {"unit", "s"}, {"kind", "time"}}));
}

TEST(Curves, OfATimeAloneAreNotWritten) {
  for (auto const* time : {"wall", "loop"})
    EXPECT_FALSE(line_with({time}).contains("curves")) << time;
}

TEST(Curves, OfATimeAloneHaveItsName) {
  EXPECT_EQ(line_with({"loop"}).at("time"), "loop");
  EXPECT_FALSE(line_with({"wall"}).contains("time"));
  EXPECT_FALSE(line_with({"loop", "rate"}).contains("time"));
  EXPECT_FALSE(line_with({"rate"}).contains("time"));
}

TEST(Curves, TellWhetherARateLeads) {
  EXPECT_EQ(planned_study(line_with({"rate", "loop"})).rate_unit, "GFLOP/s");
  EXPECT_FALSE(planned_study(line_with({"loop", "rate"})).rate_unit);
  EXPECT_FALSE(planned_study(line_with({"wall"})).rate_unit);
}

}  // namespace
}  // namespace assay
