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
  EXPECT_EQ(allocation->cpus, (std::vector{8, 8, 4}));
  EXPECT_FALSE(allocation->threads_per_core);
}

/// Two nodes of 4 CPUs, as a job sees them that asked for `more`.
Allocation two_nodes(std::map<std::string, std::string> more) {
  more.insert({{"SLURM_JOB_ID", "42"},
               {"SLURM_JOB_NUM_NODES", "2"},
               {"SLURM_JOB_CPUS_PER_NODE", "4(x2)"}});
  return parse_allocation(more).value();
}

TEST(Allocation, CountsCoresAsSlurmCountsCpus) {
  // Both nodes have two threads a core, which Slurm counts on the second alone.
  auto const nodes = parse_cpus_per_core("a|1|4|4\nb|1|2|4\nb|1|2|4\nx|1\n");
  EXPECT_EQ(nodes, (std::map<std::string, int>{{"a", 1}, {"b", 2}}));
  auto const share = [&](std::map<std::string, std::string> const& more,
                         std::vector<std::string> const& names) {
    auto const least = least_share(two_nodes(more), names, nodes, 2);
    return std::pair(least.cores, least.threads_per_core);
  };
  EXPECT_EQ(share({}, {"a", "a"}), std::pair(4, 1));
  EXPECT_EQ(share({}, {"b", "b"}), std::pair(2, 2));
  EXPECT_EQ(share({}, {"a", "b"}), std::pair(2, 1));  // the least of each
  EXPECT_EQ(share({}, {}), std::pair(2, 2));          // as here
  EXPECT_EQ(share({{"SLURM_THREADS_PER_CORE", "1"}}, {"b", "b"}), std::pair(4, 1));
  EXPECT_EQ(share({{"SLURM_HINT", "nomultithread"}}, {"b", "b"}), std::pair(4, 1));
}

TEST(Allocation, IsNotGuessed) {
  EXPECT_FALSE(parse_allocation({}));
  EXPECT_FALSE(parse_allocation({{"SLURM_JOB_ID", "42"}}));
  EXPECT_FALSE(parse_allocation({{"SLURM_JOB_ID", "42"},
                                 {"SLURM_JOB_NUM_NODES", "two"},
                                 {"SLURM_JOB_CPUS_PER_NODE", "8"}}));
  for (auto const* text : {"", "x", "0", ",4", "-1", "4(2)", "4(x0)", "4(x2",
                           "4(x9999999)", "4(x999999),4(x9)"})
    EXPECT_FALSE(parse_counts(text)) << text;
  EXPECT_EQ(parse_counts("4(x2),").value(), (std::vector{4, 4}));
}

TEST(CpusPerCore, OfAbsurdNodesIsOne) {
  EXPECT_EQ(parse_cpus_per_core("a|65536|65536|4\nb|2147483647|2147483647|9\n"),
            (std::map<std::string, int>{{"a", 1}, {"b", 1}}));
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
