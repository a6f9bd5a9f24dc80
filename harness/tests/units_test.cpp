// SPDX-License-Identifier: Apache-2.0
#include "model/units.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Units, DifferByAPrefix) {
  EXPECT_EQ(unit_ratio("TFLOP/s", "GFLOP/s"), 1000);
  EXPECT_EQ(unit_ratio("MiB", "KiB"), 1024);
  EXPECT_EQ(unit_ratio("B", "MiB"), 1 / 1048576.0);
  EXPECT_EQ(unit_ratio("GiB", "B"), 1073741824.0);
  EXPECT_EQ(unit_ratio("keV", "eV"), 1000);
  EXPECT_EQ(unit_ratio("msec", "s"), 1e-3);
  EXPECT_EQ(unit_ratio("min", "s"), 60);
  EXPECT_EQ(unit_ratio("dogs", "dogs"), 1);
}

TEST(Units, OfOtherThingsHaveNoRatio) {
  EXPECT_FALSE(unit_ratio("eV", "J"));
  EXPECT_FALSE(unit_ratio("s", "B"));
  EXPECT_FALSE(unit_ratio("G", "B"));
  EXPECT_FALSE(unit_ratio("", "B"));
  EXPECT_FALSE(unit_ratio("ms", "Ms/s"));
}

TEST(Units, SayWhatIsMeasured) {
  EXPECT_EQ(kind_of_unit("ms"), MetricKind::time);
  EXPECT_EQ(kind_of_unit("GFLOP/s"), MetricKind::rate);
  EXPECT_EQ(kind_of_unit("1/s"), MetricKind::rate);
  EXPECT_EQ(kind_of_unit("GiB"), MetricKind::size);
  EXPECT_EQ(kind_of_unit("kB"), MetricKind::size);
  EXPECT_EQ(kind_of_unit("eV"), MetricKind::count);
  EXPECT_EQ(kind_of_unit(""), MetricKind::count);
  for (auto const* name : {"time", "rate", "count", "size"})
    EXPECT_EQ(to_string(metric_kind_from(name).value()), name);
}

}  // namespace
}  // namespace assay
