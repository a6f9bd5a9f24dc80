// SPDX-License-Identifier: Apache-2.0
// jobscripts/array.sh and gpu.sh as a user submits them.
#include <gmock/gmock.h>

#include "cluster.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

// Odd, so that no share is as long as another.
constexpr char const* two_kernels = R"(study: s
kernel: [pi, histogram]
scaling: strong
samples: 1000003
nodes: 2
ranks: 4
repetitions: 2
launches: 1
)";

/// By kernel, the sums that the job after an array left.
std::map<std::string, Json> sums(Cluster const& cluster) {
  std::map<std::string, Json> found;
  for (auto const& entry :
       fs::directory_iterator(cluster.project() / "results/s/array")) {
    if (!entry.is_regular_file()) continue;
    auto const sum = parse_json(cluster.read(entry.path()));
    found[sum["kernel"]] = sum;
  }
  return found;
}

TEST(Array, HasTheTalliesOfOneMpiRun) {
  Cluster const cluster;
  cluster.write("s.yaml", two_kernels);
  auto const mpi = cluster.submit({"--nodes=2", "jobscripts/scaling.sh", "s.yaml"});
  auto const array =
      cluster.submit({"--dependency=afterok:" + mpi, "--array=0-4",
                      "--output=array.log", "jobscripts/array.sh", "s.yaml"});
  ASSERT_TRUE(until(60, [&] {
    return !cluster
                .run({"squeue", "-h", "-n", "assay-combine", "-t", "all", "-o", "%i"})
                .output_tail.empty();
  })) << cluster.read("array.log");
  auto const combine =
      cluster.run({"squeue", "-h", "-n", "assay-combine", "-t", "all", "-o", "%i"})
          .output_tail;
  auto const id = combine.substr(0, combine.find('\n'));
  EXPECT_EQ(cluster.wait_for_end(id), "COMPLETED") << cluster.read("array.log");
  EXPECT_THAT(cluster.read("assay-" + id + ".log"),
              AllOf(HasSubstr("pi, 1e+06 samples in 5 parts"),
                    HasSubstr("equal to the launches of the study")));
  auto const records = cluster.lines("s", "record");
  ASSERT_EQ(records.size(), 2U);
  for (auto const& record : records) {
    auto const& measured = record["result"]["measurements"][0];
    auto const sum = sums(cluster)[measured["kernel"]];
    EXPECT_EQ(sum["tallies"], measured["tallies"]);
    EXPECT_EQ(sum["parts"], 5);
    EXPECT_EQ(sorted_by_name(sum.value("estimate", Json())),
              measured.value("estimate", Json()));
  }
}

TEST(Gpu, EveryRankAsksForOne) {
  Cluster cluster({.nodes = 1, .cpus_per_node = 2, .gpus_per_node = 1});
  cluster.write("s.yaml",
                "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\n"
                "backend: cuda\nranks: [1, 2]\nlaunches: 1\n");
  auto const none = cluster.submit({"jobscripts/gpu.sh", "s.yaml"});
  EXPECT_EQ(cluster.wait_for_end(none), "FAILED");
  EXPECT_THAT(cluster.read("assay-" + none + ".log"),
              HasSubstr("no worker was built for backend cuda"));

  // A worker by that name that is none: Slurm's part of it can be seen, and the gate.
  auto const workers = cluster.project() / "workers";
  fs::copy(ASSAY_FAULT_WORKERS, workers);
  fs::copy(workers / "assay-worker-openmp", workers / "assay-worker-cuda");
  cluster.set("ASSAY_WORKER_DIR", workers);
  auto const one = cluster.submit({"jobscripts/gpu.sh", "s.yaml"});
  cluster.wait_for_end(one);
  std::map<int, std::string> verdicts;
  for (auto const& record : cluster.lines("s", "record")) {
    EXPECT_THAT(record["argv"], testing::Contains("--gpus-per-task=1"));
    verdicts[record["requested"]["ranks"]] = record["verdict"];
  }
  EXPECT_EQ(verdicts, (std::map<int, std::string>{{1, "config"}, {2, "device"}}))
      << cluster.read("assay-" + one + ".log");
}

}  // namespace
}  // namespace assay
