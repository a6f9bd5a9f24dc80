// SPDX-License-Identifier: Apache-2.0
// The words of PBS as Slurm's wrappers for Torque speak them: no PBS, but a qsub, a
// qstat and a list of nodes that we did not write. ASSAY_TORQUE_WRAPPERS names their
// directory, where they are not on PATH.
#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

#include "allocations/pbs.hpp"
#include "cluster.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// The job says of itself what PBS would; nothing of Slurm is left but its API.
constexpr auto torque_job =
    "#!/bin/bash\n"
    "PBS_JOBID=$SLURM_JOB_ID PBS_NODEFILE=$(generate_pbs_nodefile)\n"
    "export PBS_JOBID PBS_NODEFILE\n"
    "conf=$SLURM_CONF; unset \"${!SLURM_@}\"; export SLURM_CONF=$conf\n"
    "./assay run wide.yaml --dry-run\n"
    "./assay run s.yaml --no-report\n"
    "until [[ -e go ]]; do sleep 0.2; done\n";

std::string torque_study(std::string const& name, std::string const& nodes) {
  return "study: " + name +
         "\nkernel: pi\nscaling: strong\nsamples: 1e6\nnodes: " + nodes +
         "\nranks: auto\nlaunches: 1\nlimits: {timeout: 20s}\n";
}

class TorqueTest : public testing::Test {
 protected:
  void SetUp() override {
    if (auto const* const wrappers = std::getenv("ASSAY_TORQUE_WRAPPERS"))
      cluster_.set("PATH", wrappers + (":" + std::string(std::getenv("PATH"))));
    auto const answer = cluster_.run({"generate_pbs_nodefile"});
    if (answer.ending == Ending::not_started)
      GTEST_SKIP() << "Slurm's wrappers for Torque are not installed "
                      "(slurm-wlm-torque)";
  }

  Cluster cluster_;
};

TEST_F(TorqueTest, AJobIsReadFromItsNodefileAndItsQstat) {
  cluster_.write("wide.yaml", torque_study("wide", "[1, 2]"));
  cluster_.write("s.yaml", torque_study("s", "1"));
  cluster_.write("job.sh", torque_job);
  auto const id = cluster_
                      .run({"qsub", "-l", "nodes=2:ppn=2,walltime=00:10:00", "-o",
                            "log", "-j", "oe", "job.sh"})
                      .output_tail;
  ASSERT_TRUE(until(60, [&] { return !cluster_.lines("s", "record").empty(); }))
      << id << cluster_.read("log");

  auto const asked = parse_pbs_job(
      cluster_.run({"qstat", "-f", id.substr(0, id.find('\n'))}).output_tail);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->state, "RUNNING");
  EXPECT_EQ(asked->left_s, 600);

  cluster_.write("go", "");
  EXPECT_THAT(cluster_.read("log"), AllOf(HasSubstr("2 ranks"), HasSubstr("4 ranks")));
  auto const record = cluster_.lines("s", "record")[0];
  EXPECT_EQ(record["verdict"], "ok") << to_text(record);
  EXPECT_EQ(record["job"]["scheduler"], "PBS") << to_text(record);
}

}  // namespace
}  // namespace assay
