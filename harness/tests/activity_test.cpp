// SPDX-License-Identifier: Apache-2.0
#include "os/activity.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Activity, IsReadFromProc) {
  auto const proc = fs::path(testing::TempDir()) / ("proc-" + std::to_string(getpid()));
  fs::create_directories(proc / "pressure");
  std::ofstream(proc / "loadavg") << "1.50 0.70 0.30 1/200 4711\n";
  std::ofstream(proc / "stat") << "cpu  100 0 50 9000 20 10 40 300 7 0\ncpu0 ...\n";
  std::ofstream(proc / "pressure" / "cpu")
      << "some avg10=1.5 avg60=1 avg300=1 total=2500000\nfull avg10=0 total=0\n";
  auto const now = read_activity(proc);
  auto const ticks_per_s = static_cast<double>(sysconf(_SC_CLK_TCK));
  EXPECT_EQ(now.load, 1.5);
  EXPECT_EQ(now.busy_s, 200 / ticks_per_s);
  EXPECT_EQ(now.steal_s, 300 / ticks_per_s);
  EXPECT_NEAR(*now.total_s, 9520 / ticks_per_s, 1e-9);
  EXPECT_EQ(now.cpu_stalled_s, 2.5);
  fs::remove_all(proc);
}

TEST(Activity, IsNotGuessed) {
  auto const now = read_activity("/nonexistent");
  EXPECT_FALSE(now.load || now.busy_s || now.steal_s || now.cpu_stalled_s);
  auto const noise = noise_between(now, now, 1);
  EXPECT_FALSE(noise.others_cpus || noise.steal_share || noise.pressure_share);
  EXPECT_EQ(describe_noise(noise), "");
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

TEST(Noise, LeavesOutTheLaunchItself) {
  auto const noise = noise_between(at(10, 100, 5, 1), at(14, 110, 5.2, 3), 8);
  EXPECT_DOUBLE_EQ(*noise.others_cpus, 0.5);
  EXPECT_NEAR(*noise.steal_share, 0.025, 1e-12);
  EXPECT_DOUBLE_EQ(*noise.pressure_share, 0.5);
  auto const unknown =
      noise_between(at(10, 100, 5, 1), at(14, 110, 5.2, 3), std::nullopt);
  EXPECT_FALSE(unknown.others_cpus);
  EXPECT_TRUE(unknown.steal_share);
  auto const text = describe_noise(noise);
  EXPECT_THAT(text, HasSubstr("used 0.50 CPUs"));
  EXPECT_THAT(text, HasSubstr("took 2.5 % of the CPUs"));
  EXPECT_THAT(text, HasSubstr("50 % of the time"));
}

TEST(Noise, OfAQuietHostIsNotWorthAWord) {
  EXPECT_EQ(describe_noise(noise_between(at(0, 0, 0, 0), at(4, 8.2, 0.02, 0.5), 8)),
            "");
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
