// SPDX-License-Identifier: Apache-2.0
// The cores that a rank is bound to by us, where its launcher cannot bind.
#include <gmock/gmock.h>

#include <fstream>

#include "common/cpus.hpp"
#include "common/exit_codes.hpp"
#include "os/process.hpp"
#include "scratch.hpp"
#include "site/workers.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

class CoresOfARank : public ::testing::Test {
 protected:
  void add_cpu(int cpu, std::string const& siblings) {
    auto const directory = topology_ / ("cpu" + std::to_string(cpu)) / "topology";
    std::filesystem::create_directories(directory);
    std::ofstream(directory / "thread_siblings_list") << siblings << '\n';
  }

  Scratch topology_;
};

TEST_F(CoresOfARank, AreNextToThoseOfTheRankBeforeIt) {
  for (int cpu = 0; cpu < 4; ++cpu) add_cpu(cpu, std::to_string(cpu));
  CpuSet const all{0, 1, 2, 3};
  auto const of = [&](int rank, int cores) {
    return cpus_of_rank(rank, cores, all, topology_.path());
  };
  EXPECT_EQ(of(0, 1), CpuSet{0});
  EXPECT_EQ(of(3, 1), CpuSet{3});
  EXPECT_EQ(of(1, 2), (CpuSet{2, 3}));
  EXPECT_FALSE(of(4, 1)) << "there is no fifth core";
  EXPECT_FALSE(of(1, 3));
}

TEST_F(CoresOfARank, AreWholeAndNoneThatIsNotOffered) {
  for (int cpu = 0; cpu < 4; ++cpu) add_cpu(cpu, cpu % 2 == 0 ? "0,2" : "1,3");
  EXPECT_EQ(cpus_of_rank(0, 1, {0, 1, 2, 3}, topology_.path()), (CpuSet{0, 2}));
  EXPECT_EQ(cpus_of_rank(1, 1, {1, 2, 3}, topology_.path()), (CpuSet{1, 3}));
  EXPECT_EQ(cpus_of_rank(0, 1, {1, 2, 3}, topology_.path()), CpuSet{2});
  EXPECT_FALSE(cpus_of_rank(1, 1, {0, 2}, topology_.path())) << "threads of one core";
}

TEST_F(CoresOfARank, AreCpusWhereTheKernelTellsNoCores) {
  EXPECT_EQ(cpus_of_rank(1, 1, {4, 6}, topology_.path()), CpuSet{6});
}

ProcessResult bound(std::string const& rank, std::string const& cores) {
  Argv const words{cores_program(), cores, "grep", "Cpus_allowed_list",
                   "/proc/self/status"};
  return run_process({words, {{"MPI_LOCALRANKID", rank}}, "/", ""}, {.timeout_s = 30});
}

TEST_F(CoresOfARank, AreWhatTheProgramMayUse) {
  auto const offered = cpus_of_this_thread();
  if (physical_cores(offered).value_or(0) < 2) GTEST_SKIP() << "one core";
  for (int rank = 0; rank < 2; ++rank)
    EXPECT_THAT(bound(std::to_string(rank), "1").output_tail,
                HasSubstr("\t" + cpu_list(*cpus_of_rank(rank, 1, offered)) + "\n"));
}

TEST_F(CoresOfARank, AreToldWhereTheyAreTooFew) {
  auto const told = bound("99999", "1");
  EXPECT_EQ(told.exit_code, exit_unavailable);
  EXPECT_THAT(told.output_tail, HasSubstr("too few cores for rank 99999 of the node"));
}

}  // namespace
}  // namespace assay
