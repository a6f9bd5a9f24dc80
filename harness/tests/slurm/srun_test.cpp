// SPDX-License-Identifier: Apache-2.0
// Launches by srun inside real jobs.
#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>

#include "cluster.hpp"
#include "program_of_mpich.hpp"

namespace assay {
namespace {

constexpr char const* script_of_job = R"(#!/bin/bash
exec ./assay run s.yaml --no-report
)";

std::string study(std::string const& axes, int timeout_s = 8) {
  return "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nrepetitions: 2\n"
         "launches: {min: 1, max: 1}\nlimits: {timeout: " +
         std::to_string(timeout_s) + "s}\n" + axes;
}

class SrunTest : public ::testing::Test {
 protected:
  std::string run_study(std::string const& text) {
    cluster_.write("s.yaml", text);
    cluster_.write("job.sh", script_of_job);
    return cluster_.submit({"--nodes=2", "--exclusive", "--output=log", "job.sh"});
  }

  std::string run_job(std::string const& axes, int timeout_s = 8) {
    return run_study(study(axes, timeout_s));
  }

  std::map<std::string, int> verdicts() const {
    std::map<std::string, int> count;
    for (auto const& record : cluster_.lines("s", "record")) ++count[record["verdict"]];
    return count;
  }

  std::vector<pid_t> workers() const {
    return processes_with("assay-worker", cluster_.project().string());
  }

  /// Without srun, whose words name the worker too.
  std::size_t ranks() const {
    auto const starters =
        processes_with("--kill-on-bad-exit", cluster_.project().string());
    return workers().size() - std::min(workers().size(), starters.size());
  }

  Cluster cluster_;
};

TEST_F(SrunTest, AutoIsSrunAndItsRanksAreBound) {
  // Three geometries fit one node, three fit two.
  auto const id = run_job("nodes: [1, 2]\nranks: [1, 2, 4]\nthreads: [1, 2]\n");
  EXPECT_EQ(cluster_.wait_for_end(id), "COMPLETED") << cluster_.read("log");
  EXPECT_EQ(verdicts(), (std::map<std::string, int>{{"ok", 6}}))
      << cluster_.read("log");
  for (auto const& record : cluster_.lines("s", "record")) {
    EXPECT_EQ(record["requested"]["launcher"], "srun");
    EXPECT_EQ(record["argv"][0], "srun");
    EXPECT_EQ(record["result"]["world"]["nodes"], record["requested"]["nodes"]);
  }
}

TEST_F(SrunTest, AProgramFindsItsFilesItsInputAndItsLibraries) {
  cluster_.write(
      "s.yaml",
      "study: s\nprogram: [sh, ./app.sh]\nscaling: strong\nnodes: 2\nranks: 2\n"
      "launches: 1\nproof: none\nlimits: {timeout: 20s}\n"
      "derive: {grid: 3 * ranks}\nfiles: {in.dat: {template: in.dat}}\n"
      "stdin: words\nenv: {LD_LIBRARY_PATH: /own/lib, GRID: \"{grid}\"}\n");
  cluster_.write("app.sh",
                 "read line\necho \"<$line> $(cat in.dat) $GRID $LD_LIBRARY_PATH\"\n");
  cluster_.write("in.dat", "on {ranks} of {grid}\n");
  cluster_.write("words", "hello\n");
  cluster_.write("job.sh",
                 "#!/bin/bash\nexec ./assay run s.yaml --no-report --verbose\n");
  auto const id =
      cluster_.submit({"--nodes=2", "--exclusive", "--output=log", "job.sh"});
  EXPECT_EQ(cluster_.wait_for_end(id), "COMPLETED") << cluster_.read("log");
  EXPECT_EQ(verdicts(), (std::map<std::string, int>{{"ok", 1}}));
  EXPECT_THAT(cluster_.read("log"),
              testing::HasSubstr("| <hello> on 2 of 6 6 /own/lib\n"));
  EXPECT_THAT(cluster_.read("log"), testing::HasSubstr("| <> on 2 of 6 6 /own/lib\n"));
}

TEST_F(SrunTest, AProgramIsSeenFromInside) {
  auto const id = run_study("study: s\nprogram: {late: [" WITNESSED
                            ", barrier], alone: [" WITNESSED_ALONE
                            "]}\nscaling: strong\nnodes: 2\nranks: 2\nlaunches: 1\n"
                            "limits: {timeout: 20s}\n");
  cluster_.wait_for_end(id);
  std::map<std::string, Json> records;
  for (auto const& record : cluster_.lines("s", "record"))
    records[record["requested"]["program"][0]] = record;
  auto const& late = records[WITNESSED];
  ASSERT_EQ(late["verdict"], "ok") << cluster_.read("log");
  EXPECT_EQ(late["argv"][0], "srun");
  EXPECT_EQ(late["witness"]["mpi"]["size"], 2);
  EXPECT_NE(late["witness"]["host"][0], late["witness"]["host"][1]);
  EXPECT_GE(late["witness"]["mpi_s"][0]["collective"].get<double>(), 0.29);
  EXPECT_EQ(records[WITNESSED_ALONE]["verdict"], "world");
}

// Debian's MPICH knows PMI alone, its Open MPI PMIx: by the other's each rank is a
// world of its own.
TEST_F(SrunTest, ProgramsOfTwoMpisAreAWorldEach) {
  Scratch const scratch;
  auto const app = program_of_mpich(scratch, plain_program);
  if (app.empty()) GTEST_SKIP() << "needs libmpich";
  auto const id = run_study("study: s\nprogram: {of_mpich: [" + app +
                            "], of_open_mpi: [" WITNESSED
                            ", uneven]}\nscaling: strong\nnodes: 1\nranks: 2\n"
                            "launches: 1\nlimits: {timeout: 20s}\n");
  EXPECT_EQ(cluster_.wait_for_end(id), "COMPLETED") << cluster_.read("log");
  EXPECT_EQ(verdicts(), (std::map<std::string, int>{{"ok", 2}}))
      << cluster_.read("log");
}

TEST_F(SrunTest, MpiexecInAJobIsToldApartAndCountsTheSame) {
  auto const id = run_job("launcher: [srun, mpiexec]\nnodes: 2\nranks: 4\n");
  EXPECT_EQ(cluster_.wait_for_end(id), "COMPLETED") << cluster_.read("log");
  std::set<std::string> launchers, tallies, words;
  for (auto const& record : cluster_.lines("s", "record")) {
    launchers.insert(record["requested"]["launcher"]);
    words.insert(record["argv"][0]);
    tallies.insert(to_text(record["result"]["measurements"][0]["tallies"]));
  }
  EXPECT_THAT(launchers, testing::ElementsAre("mpiexec", "srun"));
  EXPECT_EQ(words, launchers);
  EXPECT_EQ(tallies.size(), 1U);
}

TEST_F(SrunTest, FaultsHaveTheirClasses) {
  auto const id = run_job(
      "nodes: 2\nranks: 2\nthreads: 2\n"
      "env: {ASSAY_FAULT: [none, 'exit:1', 'segv:0', 'hang:1', 'one_thread:1']}\n");
  cluster_.wait_for_end(id);
  std::map<std::string, std::string> verdicts;
  for (auto const& record : cluster_.lines("s", "record")) {
    verdicts[record["requested"]["env"]["ASSAY_FAULT"]] = record["verdict"];
  }
  std::map<std::string, std::string> const expected{{"none", "ok"},
                                                    {"exit:1", "crash"},
                                                    {"segv:0", "crash"},
                                                    {"hang:1", "hang"},
                                                    {"one_thread:1", "binding"}};
  EXPECT_EQ(verdicts, expected) << cluster_.read("log");
  EXPECT_TRUE(until(10, [&] { return workers().empty(); }));
}

TEST_F(SrunTest, WhatStartsNothingSaysWhy) {
  auto const id = run_job(
      "launcher: [srun, mpiexec]\nnodes: 2\nranks: 2\nenv: {OMPI_MCA_pml: absent}\n");
  EXPECT_EQ(cluster_.wait_for_end(id), "FAILED");
  std::map<std::string, std::string> verdicts;
  for (auto const& record : cluster_.lines("s", "record")) {
    verdicts[record["requested"]["launcher"]] = record["verdict"];
    EXPECT_THAT(
        record["detail"].get<std::string>(),
        testing::AllOf(testing::StartsWith("no worker was started, exit code "),
                       testing::HasSubstr("; the launch said: "),
                       // As Open MPI 4 says it, and 5.
                       testing::AnyOf(testing::HasSubstr("Component: absent"),
                                      testing::HasSubstr("occurred in MPI_Init"))));
  }
  std::map<std::string, std::string> const expected{{"mpiexec", "launcher"},
                                                    {"srun", "scheduler"}};
  EXPECT_EQ(verdicts, expected) << cluster_.read("log");
}

// On both nodes: the step is Slurm's, not a descendant of ours.
TEST_F(SrunTest, TheStepEndsWithAKilledHarness) {
  run_job("nodes: 2\nranks: 2\nenv: {ASSAY_FAULT: hang}\n", 100);
  ASSERT_TRUE(until(30, [&] { return ranks() == 2; })) << cluster_.read("log");
  for (auto const harness : processes_with("./assay", "--no-report"))
    kill(harness, SIGKILL);
  EXPECT_TRUE(until(15, [&] { return workers().empty(); }));
}

TEST(Srun, OutsideOfAJobIsNoLauncher) {
  Cluster const cluster({1, 1, {}});
  cluster.write("s.yaml", study("launcher: [srun, auto]\nranks: 1\n"));
  auto const answer = cluster.run({"./assay", "run", "s.yaml", "--dry-run"});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.output_tail, testing::HasSubstr("mpiexec"));
  EXPECT_THAT(answer.output_tail, testing::Not(testing::HasSubstr("srun --nodes")));
}

}  // namespace
}  // namespace assay
