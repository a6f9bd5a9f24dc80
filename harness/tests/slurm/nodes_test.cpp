// SPDX-License-Identifier: Apache-2.0
// Launches that choose their nodes.
#include <gmock/gmock.h>

#include "cluster.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

std::string small_study(std::string const& more) {
  auto const samples = more.find("samples:") == more.npos ? "samples: 1e7\n" : "";
  return std::string("study: s\nkernel: pi\nscaling: strong\nrepetitions: 2\n") +
         samples + more;
}

std::string log_of(Cluster const& cluster, std::string const& job) {
  return cluster.read("assay-" + job + ".log");
}

TEST(Nodes, OneThatFailsTheGateIsLeftOut) {
  Cluster const cluster({.nodes = 3});
  // There, a worker runs one thread where two are asked; the other nodes are sound.
  cluster.write("s.yaml", small_study("nodes: 2\nranks: 2\nthreads: 2\n"
                                      "env: {ASSAY_FAULT: 'one_thread:node2'}\n"
                                      "launches: {min: 8, max: 8}\n"));
  auto const job = cluster.submit({"--nodes=3", "jobscripts/scaling.sh", "s.yaml"});
  EXPECT_EQ(cluster.wait_for_end(job), "FAILED");  // two launches are lost for good
  // Until then which two nodes a launch gets is Slurm's choice, by release.
  std::map<std::string, int> verdicts;
  for (auto const& record : cluster.lines("s", "record")) ++verdicts[record["verdict"]];
  EXPECT_EQ(verdicts, (std::map<std::string, int>{{"binding", 2}, {"ok", 6}}));
  auto const left_out = cluster.lines("s", "left_out");
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0]["node"], "node2");
  EXPECT_EQ(left_out[0]["failures"], 2);
  EXPECT_EQ(left_out[0]["job"], job);
  EXPECT_THAT(log_of(cluster, job), HasSubstr("node node2 is left out"));
}

/// Runs a study of three launches of each of two points; each pair has the job's three
/// nodes to itself, none of them twice.
void expect_side_by_side(std::string const& points) {
  Cluster const cluster({.nodes = 3, .cpus_per_node = 1});
  cluster.write("s.yaml", small_study(points + "launches: {min: 3, max: 3}\n"
                                               "slurm: {side_by_side: yes}\n"));
  auto const job = cluster.submit({"--nodes=3", "jobscripts/scaling.sh", "s.yaml"});
  EXPECT_EQ(cluster.wait_for_end(job), "COMPLETED") << log_of(cluster, job);
  std::map<int, std::set<std::string>> nodes;  // by launch
  std::map<int, std::size_t> wanted;
  for (auto const& record : cluster.lines("s", "record")) {
    EXPECT_EQ(record["verdict"], "ok") << record["detail"];
    EXPECT_EQ(record["slurm"]["side_by_side"], 2);
    for (auto const& node : record["slurm"]["launch_nodes"])
      EXPECT_TRUE(nodes[record["launch"]].insert(node).second);
    wanted[record["launch"]] += record["requested"]["nodes"].get<std::size_t>();
  }
  ASSERT_EQ(nodes.size(), 3U);
  for (auto const& [launch, names] : nodes) EXPECT_EQ(names.size(), wanted[launch]);
}

/// In Slurm 24.11 with PMIx a step that lacks the first node of its job can hang in
/// MPI_Init, by srun alone too: messages for it go to that node.
bool loses_messages_of_steps() { return is_slurm("24.11"); }

TEST(Nodes, LaunchesOfOneNodeRunSideBySideWhereTheStudyAllowsIt) {
  expect_side_by_side("samples: [1e7, 2e7]\nranks: 1\n");
}

TEST(Nodes, LaunchesOfDifferentSizesRunSideBySide) {
  if (loses_messages_of_steps())
    GTEST_SKIP() << "Slurm 24.11 loses messages of a step without its job's first node";
  expect_side_by_side("nodes: [1, 2]\nranks: [1, 2]\nzip: [[nodes, ranks]]\n");
}

}  // namespace
}  // namespace assay
