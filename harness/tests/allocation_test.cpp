// SPDX-License-Identifier: Apache-2.0
#include "slurm/allocation.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "common/cgroup.hpp"

namespace assay {
namespace {

TEST(Allocation, ReadsSlurmsVariables) {
  auto const allocation = parse_allocation({{"SLURM_JOB_ID", "42"},
                                            {"SLURM_JOB_NUM_NODES", "3"},
                                            {"SLURM_JOB_CPUS_PER_NODE", "8(x2),4"}});
  ASSERT_TRUE(allocation);
  EXPECT_EQ(allocation->job_id, "42");
  EXPECT_EQ(allocation->nodes, 3);
  EXPECT_EQ(allocation->cpus_per_node, 4);
}

TEST(Allocation, IsNotGuessed) {
  EXPECT_FALSE(parse_allocation({}));
  EXPECT_FALSE(parse_allocation({{"SLURM_JOB_ID", "42"}}));
  EXPECT_FALSE(parse_allocation({{"SLURM_JOB_ID", "42"},
                                 {"SLURM_JOB_NUM_NODES", "two"},
                                 {"SLURM_JOB_CPUS_PER_NODE", "8"}}));
  for (auto const* text : {"", "x", "0", "4(x2),", ",4", "-1"}) {
    EXPECT_FALSE(smallest_count(text) && *text != '4') << text;
  }
}

TEST(CpuQuota, IsReadAsCpus) {
  EXPECT_EQ(parse_cpu_max("150000 100000"), 1.5);
  EXPECT_FALSE(parse_cpu_max("max 100000"));
  EXPECT_FALSE(parse_cpu_max(""));
}

TEST(CpuQuota, TheTightestLevelCounts) {
  namespace fs = std::filesystem;
  auto const root = fs::path(testing::TempDir()) / "assay-cgroup";
  fs::create_directories(root / "job" / "step");
  std::ofstream(root / "own") << "12:cpu:/v1\n0::/job/step\n";
  std::ofstream(root / "job" / "cpu.max") << "200000 100000\n";
  std::ofstream(root / "job" / "step" / "cpu.max") << "max 100000\n";
  EXPECT_EQ(cpu_quota(root / "own", root), 2.0);
  std::ofstream(root / "job" / "step" / "cpu.max") << "100000 100000\n";
  EXPECT_EQ(cpu_quota(root / "own", root), 1.0);
  fs::remove_all(root);
}

TEST(CpuQuota, OfVersion1IsInTwoFiles) {
  namespace fs = std::filesystem;
  auto const root = fs::path(testing::TempDir()) / "assay-cgroup-1";
  fs::create_directories(root / "cpu" / "job");
  std::ofstream(root / "own") << "4:cpu,cpuacct:/job\n0::/\n";
  std::ofstream(root / "cpu" / "cpu.cfs_quota_us") << "-1\n";
  std::ofstream(root / "cpu" / "cpu.cfs_period_us") << "100000\n";
  EXPECT_FALSE(cpu_quota(root / "own", root));
  std::ofstream(root / "cpu" / "job" / "cpu.cfs_quota_us") << "150000\n";
  std::ofstream(root / "cpu" / "job" / "cpu.cfs_period_us") << "100000\n";
  EXPECT_EQ(cpu_quota(root / "own", root), 1.5);
  fs::remove_all(root);
}

TEST(OfferedCpus, AreThoseOfTheNearestGroupElseAllOnline) {
  namespace fs = std::filesystem;
  auto const root = fs::path(testing::TempDir()) / "assay-cpuset";
  fs::create_directories(root / "job" / "step");
  std::ofstream(root / "own") << "0::/job/step\n";
  std::ofstream(root / "online") << "0-7\n";
  EXPECT_EQ(offered_cpus(root / "own", root, root / "online").size(), 8U);
  std::ofstream(root / "job" / "cpuset.cpus.effective") << "2-3\n";
  EXPECT_EQ(offered_cpus(root / "own", root, root / "online"), (std::set{2, 3}));
  fs::remove_all(root);
}

}  // namespace
}  // namespace assay
