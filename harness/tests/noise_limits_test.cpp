// SPDX-License-Identifier: Apache-2.0
#include "site/noise_limits.hpp"

#include <gtest/gtest.h>

#include "os/errors.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

std::vector<Noise> windows_of(std::string const& host) {
  Noise noise;
  noise.node = host;
  noise.others_cpus = 0.08;
  return std::vector<Noise>(fewest_windows, noise);
}

class KeptLimits : public testing::Test {
 protected:
  Scratch scratch_;
  ScopedVariable const cache_{"XDG_CACHE_HOME", (scratch_ / "cache").string()};
};

TEST_F(KeptLimits, AreReadByTheNextRun) {
  EXPECT_TRUE(read_noise_limits().empty());
  EXPECT_DOUBLE_EQ(keep_noise_limits(windows_of("n1")).others_cpus, 0.24);
  auto const files = noise_limits_directory();
  put(files / "torn.json", "{\"others");
  put(files / "large.json", std::string(1 << 20, ' ') + "{}");
  put(files / "n2.json.old", "{}");
  auto const known = read_noise_limits();
  ASSERT_EQ(known.size(), 1U);
  EXPECT_DOUBLE_EQ(known.at("n1").others_cpus, 0.24);
}

TEST_F(KeptLimits, AreNoneOfAHostWhoseNameIsAPath) {
  for (auto const* host : {"", ".n", "../n", "n/1"})
    EXPECT_DOUBLE_EQ(keep_noise_limits(windows_of(host)).others_cpus, 0.24) << host;
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "cache"));
}

TEST_F(KeptLimits, EndNothingWhereThereIsNoRoom) {
  put(scratch_ / "cache", "a file");
  EXPECT_DOUBLE_EQ(keep_noise_limits(windows_of("n1")).others_cpus, 0.24);
  EXPECT_TRUE(read_noise_limits().empty());
}

TEST(WhatOfDisturbed, IsSaidByTheStudyElseByTheVariable) {
  Study study;
  {
    ScopedVariable const variable("ASSAY_DISTURBED", "");
    EXPECT_EQ(what_of_disturbed(study), Disturbed::repeat);
  }
  ScopedVariable const variable("ASSAY_DISTURBED", "keep");
  EXPECT_EQ(what_of_disturbed(study), Disturbed::keep);
  study.launches.disturbed = Disturbed::repeat;
  EXPECT_EQ(what_of_disturbed(study), Disturbed::repeat);
  ScopedVariable const wrong("ASSAY_DISTURBED", "kept");
  EXPECT_THROW(what_of_disturbed({}), UsageError);
  Study simulated;
  simulated.cluster.emplace();
  EXPECT_EQ(what_of_disturbed(simulated), Disturbed::repeat);
}

}  // namespace
}  // namespace assay
