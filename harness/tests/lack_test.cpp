// SPDX-License-Identifier: Apache-2.0
#include "lack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include "scoped_variable.hpp"

namespace assay {
namespace {

/// What a test that lacks something comes to.
testing::TestPartResult result_with_ci(char const* value) {
  ScopedVariable const ci("CI", value);
  testing::TestPartResultArray results;
  {
    testing::ScopedFakeTestPartResultReporter const reporter(&results);
    lack("no namespaces here");
  }
  EXPECT_EQ(results.size(), 1);
  return results.GetTestPartResult(0);
}

TEST(Lack, SkipsWhereNoOneCountsOnTheTest) {
  auto const result = result_with_ci("");
  EXPECT_TRUE(result.skipped());
  EXPECT_THAT(result.message(), testing::HasSubstr("no namespaces here"));
}

TEST(Lack, FailsWhereCiIsSet) {
  auto const result = result_with_ci("true");
  EXPECT_TRUE(result.fatally_failed());
  EXPECT_THAT(result.message(),
              testing::HasSubstr("no namespaces here, and CI is set"));
}

}  // namespace
}  // namespace assay
