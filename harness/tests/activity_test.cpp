// SPDX-License-Identifier: Apache-2.0
#include "common/activity.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "judge/disturbance.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A tree with another /proc and /sys, as machines show them that are no virtual ones.
class Recorded : public testing::Test {
 protected:
  Recorded() {
    put("proc/loadavg", "1.50 0.70 0.30 1/200 4711\n");
    put("proc/stat", "cpu  100 0 50 9000 20 10 40 300 7 0\ncpu0 ...\n");
    put("proc/pressure/cpu",
        "some avg10=1.5 avg60=1 avg300=1 total=2500000\nfull avg10=0 total=0\n");
    for (auto const* cpu : {"cpu0", "cpu1"}) {
      auto const directory = std::string("sys/devices/system/cpu/") + cpu;
      put(directory + "/thermal_throttle/core_throttle_count", "3\n");
      put(directory + "/thermal_throttle/package_throttle_count", "10\n");
      put(directory + "/cpufreq/scaling_governor", "performance\n");
      put(directory + "/cpufreq/scaling_cur_freq", "3400000\n");
    }
    put("sys/devices/system/cpu/cpufreq/boost", "1\n");
  }
  ~Recorded() override { fs::remove_all(root_); }

  void put(std::string const& file, std::string const& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }

  fs::path root_ =
      fs::path(testing::TempDir()) / ("recorded-" + std::to_string(getpid()));
};

TEST_F(Recorded, CountersAreRead) {
  auto const now = ActivityReader(root_).read();
  auto const ticks_per_s = static_cast<double>(sysconf(_SC_CLK_TCK));
  EXPECT_EQ(now.load, 1.5);
  EXPECT_DOUBLE_EQ(*now.busy_s, 200 / ticks_per_s);
  EXPECT_DOUBLE_EQ(*now.steal_s, 300 / ticks_per_s);
  EXPECT_NEAR(*now.total_s, 9520 / ticks_per_s, 1e-9);
  EXPECT_EQ(now.cpu_stalled_s, 2.5);
  EXPECT_EQ(now.throttles, 26);
  EXPECT_EQ(now.governor, "performance");
}

TEST_F(Recorded, AThrottledCoreDisturbs) {
  ActivityReader const reader(root_);
  auto const before = reader.read();
  EXPECT_EQ(describe_noise(noise_between(before, reader.read(), 1), {}), "");
  put("sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "5\n");
  auto const noise = noise_between(before, reader.read(), 1);
  EXPECT_EQ(noise.throttles, 2);
  EXPECT_EQ(describe_noise(noise, {}), "cores slowed down for heat or power 2 times");
}

TEST_F(Recorded, AClockBelowTheUsualOneDisturbs) {
  put("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "3250000\n");
  Noise noise;
  noise.clock_hz = lowest_clock_hz({0, 1}, root_);
  EXPECT_EQ(noise.clock_hz, 3.25e9);
  EXPECT_EQ(lowest_clock_hz({0}, root_), 3.4e9);
  EXPECT_EQ(lowest_clock_hz({7}, root_), std::nullopt);
  NoiseLimits limits;
  EXPECT_EQ(describe_noise(noise, limits), "") << "it is not known what is usual";
  limits.least_clock_hz = 0.97 * 3.4e9;
  EXPECT_EQ(describe_noise(noise, limits), "a clock of 3.25 GHz, usually 3.40");
  noise.clock_hz = 3.3e9;
  EXPECT_EQ(describe_noise(noise, limits), "");
}

TEST_F(Recorded, AnotherGovernorDisturbs) {
  ActivityReader const reader(root_);
  auto const before = reader.read();
  NoiseLimits limits;
  limits.governor = "performance";
  EXPECT_EQ(describe_noise(noise_between(before, reader.read(), 1), limits), "");
  put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
  auto const noise = noise_between(before, reader.read(), 1);
  EXPECT_EQ(describe_noise(noise, limits),
            "the frequency governor was powersave, usually performance");
  EXPECT_EQ(describe_noise(noise, {}), "") << "it is not known what is usual";
}

TEST(Activity, IsNotGuessed) {
  auto const now = ActivityReader("/nonexistent").read();
  EXPECT_FALSE(now.load || now.busy_s || now.steal_s || now.cpu_stalled_s);
  EXPECT_FALSE(now.throttles);
  auto const noise = noise_between(now, now, 1);
  EXPECT_FALSE(noise.others_cpus || noise.steal_share || noise.pressure_share);
  EXPECT_EQ(describe_noise(noise, {}), "");
}

/// A host of two CPUs, `seconds` after it started.
Activity at(double seconds, double busy_s, double steal_s, double stalled_s) {
  Activity activity;
  activity.at = std::chrono::steady_clock::time_point(
      std::chrono::milliseconds(static_cast<int>(1000 * seconds)));
  activity.busy_s = busy_s;
  activity.steal_s = steal_s;
  activity.total_s = 2 * seconds;
  activity.cpu_stalled_s = stalled_s;
  return activity;
}

double tick_s() { return 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK)); }

TEST(Noise, LeavesOutTheLaunchItself) {
  auto const noise = noise_between(at(10, 100, 5, 1), at(14, 110, 5.2, 3), 8);
  EXPECT_NEAR(*noise.others_cpus, 0.5 - 5 * tick_s() / 4, 1e-12);
  EXPECT_NEAR(*noise.steal_share, 0.025 - tick_s() / 8, 1e-12);
  EXPECT_DOUBLE_EQ(*noise.pressure_share, 0.5);
  auto const unknown =
      noise_between(at(10, 100, 5, 1), at(14, 110, 5.2, 3), std::nullopt);
  EXPECT_FALSE(unknown.others_cpus);
  EXPECT_TRUE(unknown.steal_share);
  auto const text = describe_noise(noise, {});
  EXPECT_THAT(text, HasSubstr("used 0.49 CPUs"));
  EXPECT_THAT(text, HasSubstr("took 2.4 % of the CPUs"));
  EXPECT_THAT(text, HasSubstr("49 % of the time while others ran"));
}

TEST(Noise, OfALaunchItselfIsNoneOfOthers) {
  auto const noise = noise_between(at(0, 0, 0, 0), at(4, 8.04, 0, 3.6), 8);
  EXPECT_DOUBLE_EQ(*noise.pressure_share, 0.9);
  EXPECT_EQ(noise.others_pressure_share, 0) << "its ranks waited for each other";
  EXPECT_EQ(describe_noise(noise, {}), "");
}

TEST(Noise, BelowTheStepOfACounterIsNone) {
  auto const noise =
      noise_between(at(0, 0, 0, 0), at(0.02, 5 * tick_s(), tick_s(), 0), 0);
  EXPECT_EQ(noise.others_cpus, 0);
  EXPECT_EQ(noise.steal_share, 0);
}

TEST(Noise, OfAQuietHostIsNotWorthAWord) {
  EXPECT_EQ(describe_noise(noise_between(at(0, 0, 0, 0), at(4, 8.2, 0.02, 0.5), 8), {}),
            "");
}

TEST(Noise, IsReadBackAsItWasWritten) {
  Noise noise{"n1", 0.5, 0.25, 0.125, 0.0625, 2, 3e9, "ondemand"};
  EXPECT_EQ(to_text(noise_json(noise_from(noise_json(noise)))),
            to_text(noise_json(noise)));
  EXPECT_EQ(to_text(noise_numbers({})), "{}");
}

TEST(Load, IsComparedWithTheCpus) {
  Activity now;
  EXPECT_EQ(describe_load(now, 2), "");
  now.load = 0.5;
  EXPECT_EQ(describe_load(now, 2), "");
  now.load = 0.6;
  EXPECT_EQ(describe_load(now, 2), "load 0.6 on 2 CPUs");
}

}  // namespace
}  // namespace assay
