// SPDX-License-Identifier: Apache-2.0
#include "judge/disturbance.hpp"

#include <gmock/gmock.h>

#include "records/limits_json.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Noise noise_of(std::string const& node, double others_cpus) {
  Noise noise;
  noise.node = node;
  noise.others_cpus = others_cpus;
  return noise;
}

TEST(MeasuredLimits, AreThreeTimesWhatIsUsual) {
  std::vector<Noise> windows(fewest_windows, noise_of("n", 0.08));
  windows.back().others_cpus = 1.7;  // once is not usual
  auto const limits = measured_limits(windows, "2026-11-28T06:00:00Z");
  EXPECT_DOUBLE_EQ(limits.others_cpus, 0.24);
  EXPECT_EQ(limits.steal_share, NoiseLimits{}.steal_share) << "it is not known";
  EXPECT_EQ(limits.measured_utc, "2026-11-28T06:00:00Z");
}

TEST(MeasuredLimits, AreNeverBelowTheFixedOnesNorAboveTheLargest) {
  std::vector<Noise> const quiet(fewest_windows, noise_of("n", 0));
  EXPECT_EQ(measured_limits(quiet, "now").others_cpus, NoiseLimits{}.others_cpus);
  std::vector<Noise> const busy(fewest_windows, noise_of("n", 1.7));
  EXPECT_EQ(measured_limits(busy, "now").others_cpus, largest_limits().others_cpus);
}

TEST(MeasuredLimits, AreTheFixedOnesOfTooFewWindows) {
  std::vector<Noise> const few(fewest_windows - 1, noise_of("n", 0.2));
  EXPECT_EQ(measured_limits(few, "now").others_cpus, NoiseLimits{}.others_cpus);
  EXPECT_EQ(measured_limits(few, "now").measured_utc, "");
}

TEST(MeasuredLimits, HaveTheClockAndTheGovernorOfAll) {
  std::vector<Noise> windows(fewest_windows, noise_of("n", 0));
  for (auto& window : windows) {
    window.clock_hz = 3e9;
    window.governor = "performance";
  }
  windows.front().clock_hz = 2.8e9;
  EXPECT_DOUBLE_EQ(*measured_limits(windows, "now").least_clock_hz, 0.97 * 2.8e9);
  EXPECT_EQ(measured_limits(windows, "now").governor, "performance");
  windows.back().governor = "powersave";
  EXPECT_EQ(measured_limits(windows, "now").governor, "");
}

TEST(MeasuredLimits, AreReadBackAsTheyWereWritten) {
  NoiseLimits limits{0.2, 0.01, 0.3, 2.9e9, "performance", "now"};
  EXPECT_EQ(to_text(limits_json(*limits_from(limits_json(limits)))),
            to_text(limits_json(limits)));
  EXPECT_EQ(to_text(limits_json(*limits_from(limits_json({})))),
            to_text(limits_json({})));
  EXPECT_FALSE(limits_from(Json{{"others_cpus", "many"}}));
}

TEST(CheckNoise, NamesTheNodesThatWereDisturbedBesideQuietOnes) {
  auto const verdict =
      check_noise({noise_of("n1", 0), noise_of("n2", 1), noise_of("n3", 2)}, {});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->of, VerdictClass::disturbed);
  EXPECT_THAT(verdict->nodes, ElementsAre("n2", "n3"));
  EXPECT_EQ(verdict->detail,
            "n2: other processes used 1.00 CPUs; so were 1 other nodes");
}

TEST(CheckNoise, BlamesNoNodeWhereAllWereDisturbed) {
  auto const verdict = check_noise({noise_of("n1", 1), noise_of("n2", 1)}, {});
  ASSERT_TRUE(verdict);
  EXPECT_THAT(verdict->nodes, IsEmpty());
  EXPECT_THAT(verdict->detail, HasSubstr("n1: other processes"));
}

TEST(CheckNoise, HoldsEachNodeAgainstItsOwnLimits) {
  NoiseLimits limits;
  limits.others_cpus = 0.5;
  EXPECT_FALSE(check_noise({noise_of("n1", 0.4)}, {{"n1", limits}}));
  EXPECT_TRUE(check_noise({noise_of("n1", 0.4)}, {{"n2", limits}}));
}

TEST(Disturbed, IsTriedAgainWhileItIsTheException) {
  EXPECT_TRUE(may_try_again(1, 1, 0));
  EXPECT_TRUE(may_try_again(2, 2, 0));
  EXPECT_FALSE(may_try_again(3, 3, 0)) << "thrice in a row";
  EXPECT_FALSE(may_try_again(1, 4, 1)) << "that is how this host is";
  EXPECT_TRUE(may_try_again(1, 4, 9));
}

}  // namespace
}  // namespace assay
