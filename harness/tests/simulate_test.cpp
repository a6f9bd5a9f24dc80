// SPDX-License-Identifier: Apache-2.0
// A model's answers: its truth, its faults, and that a seed gives them again.
#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>

#include "common/launch_value.hpp"
#include "config/simulate_reader.hpp"
#include "judge/judge.hpp"
#include "judge/lost_launch.hpp"
#include "judge/noise_of.hpp"
#include "plan/plan.hpp"
#include "records/journal.hpp"
#include "records/point_json.hpp"
#include "run/run_study.hpp"
#include "silent.hpp"
#include "simulate/model.hpp"
#include "simulate/simulate_attempt.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

Cluster quiet() {
  Cluster cluster;
  cluster.nodes = 64;
  cluster.cores_per_node = 64;
  cluster.rate = 1e9;
  cluster.launch_noise = cluster.repetition_noise = 0;
  return cluster;
}

Point point_of(int nodes, int ranks, int threads = 1) {
  Point point;
  point.kernel = "pi";
  point.samples = 1'000'000'000;
  point.nodes = nodes;
  point.ranks = ranks;
  point.threads = threads;
  point.launcher = "simulate";
  point.repetitions = 3;
  point.series = {Scaling::strong};
  return point;
}

Study study_of(Cluster const& cluster) {
  Study study;
  study.name = "s";
  study.scaling = {Scaling::strong};
  study.launches = {6, 12, 0.02};
  study.cluster = cluster;
  return study;
}

Json measured(Study const& study, Point const& point, int launch = 1) {
  auto const attempt = simulate_attempt(study, point, {"p", launch, 1}, 0);
  auto const judgement = judge(attempt.evidence);
  EXPECT_EQ(to_string(judgement.verdict.of), "ok") << judgement.verdict.detail;
  return judgement.result->whole.at("measurements").at(0);
}

std::vector<double> makespans(Study const& study, Point const& point, int launch = 1) {
  return measured(study, point, launch).at("makespan_s").get<std::vector<double>>();
}

TEST(Simulate, ObeysTheLawWithoutNoise) {
  auto cluster = quiet();
  cluster.serial = 1e-3;
  cluster.crosstalk = 1e-6;
  cluster.fixed_s = 2e-4;
  cluster.in_node_s = 1e-6;
  cluster.between_nodes_s = 1e-5;
  cluster.imbalance = 0.1;
  double const cores = 4096;
  double const law = 1 + 1e-3 * (cores - 1) + 1e-6 * cores * (cores - 1);
  double const truth = 1.0 / cores * law + 2e-4 + 5 * 1e-6 + 6 * 1e-5;
  for (double const found : makespans(study_of(cluster), point_of(64, 2048, 2)))
    EXPECT_NEAR(found, truth, 3e-9);  // of the clock
  EXPECT_NEAR(makespans(study_of(cluster), point_of(1, 1))[2], 1.0 + 2e-4, 3e-9);
}

TEST(Simulate, MakespanIsThatOfTheRanks) {
  auto cluster = quiet();
  cluster.imbalance = 0.2;
  cluster.slow_nodes = {0.5, 0.3};
  auto const found = measured(study_of(cluster), point_of(4, 64));
  for (std::size_t i = 0; i < 3; ++i) {
    auto const useful = found["repetitions"][i]["useful_s"].get<std::vector<double>>();
    auto const reduce = found["repetitions"][i]["reduce_s"].get<std::vector<double>>();
    ASSERT_EQ(useful.size(), 64U);
    double longest = 0;
    for (std::size_t r = 0; r < 64; ++r)
      longest = std::max(longest, useful[r] + reduce[r]);
    EXPECT_DOUBLE_EQ(found["makespan_s"][i].get<double>(), longest);
    EXPECT_LT(*std::min_element(useful.begin(), useful.end()), 0.9 * longest);
  }
}

TEST(Simulate, NoiseHasTheMedianAndSpreadAsked) {
  auto cluster = quiet();
  cluster.launch_noise = 0.05;
  double const truth =
      compute_s(cluster, point_of(1, 4)) + collective_s(cluster, point_of(1, 4));
  std::vector<double> logs;
  for (int launch = 1; launch <= 2000; ++launch)
    logs.push_back(
        std::log(makespans(study_of(cluster), point_of(1, 4), launch)[1] / truth));
  double square = 0;
  for (double const value : logs) square += value * value;
  // Four standard errors: of the median 1.25 sigma/sqrt(n), of sigma sigma/sqrt(2n).
  EXPECT_NEAR(median(logs), 0, 4 * 1.25 * 0.05 / std::sqrt(2000.0));
  EXPECT_NEAR(std::sqrt(square / 2000), 0.05, 4 * 0.05 / std::sqrt(4000.0));
}

TEST(Simulate, SlowsWhatItIsToldTo) {
  auto cluster = quiet();
  cluster.warm_up = 0.5;
  cluster.drift = 0.01;
  cluster.outliers = {1, 0.2};
  cluster.stragglers = {1, 0.1};
  auto const times = makespans(study_of(cluster), point_of(1, 1), 11);
  EXPECT_NEAR(times[1], 1.1 * 1.2 * 1.1, 1e-8);
  EXPECT_NEAR(times[0], 1.5 * times[1], 1e-8);
}

TEST(Simulate, OfVeryManyRanksOnlyTheMakespanIsTold) {
  auto cluster = quiet();
  cluster.nodes = 2000;
  auto const found = measured(study_of(cluster), point_of(1600, 102400));
  EXPECT_TRUE(found["repetitions"].empty());
  EXPECT_EQ(found["makespan_s"].size(), 3U);
}

class Fault : public testing::TestWithParam<std::string> {};

TEST_P(Fault, IsWhatTheJudgeFinds) {
  for (auto const& point : {point_of(1, 1), point_of(2, 8, 4)}) {
    auto cluster = quiet();
    cluster.faults[GetParam()] = 1;
    auto const attempt = simulate_attempt(study_of(cluster), point, {"p", 1, 1}, 0);
    auto const judgement = judge(attempt.evidence);
    auto const noisy = check_noise(noise_of(attempt.evidence, judgement), {});
    auto const verdict = noisy.value_or(
        in_job(judgement.verdict, attempt.evidence, [] { return false; }));
    EXPECT_EQ(to_string(verdict.of), GetParam()) << verdict.detail;
    EXPECT_FALSE(verdict.detail.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Simulate, Fault, testing::ValuesIn(known_faults()),
                         [](auto const& one) { return one.param; });

TEST(Simulate, EndsWhatTakesTooLong) {
  auto study = study_of(quiet());
  study.limits.timeout_s = 2;
  auto const attempt = simulate_attempt(study, point_of(1, 1), {"p", 1, 1}, 0);
  EXPECT_EQ(judge(attempt.evidence).verdict.of, VerdictClass::hang);
  EXPECT_EQ(attempt.evidence.process.wall_s, 2);
}

/// Whole studies, in directories of their own.
class SimulatedStudy : public testing::Test {
 protected:
  SimulatedStudy() {
    auto cluster = quiet();
    cluster.launch_noise = 0.03;
    cluster.faults = {{"crash", 0.1}, {"node", 0.1}};
    spec_.study = study_of(cluster);
    spec_.manifest = simulated_manifest(cluster);
    spec_.job.is_ending = [] { return false; };
    for (int ranks = 1; ranks <= 64; ranks *= 2)
      spec_.plan.points.push_back(point_of(1, ranks));
  }
  ~SimulatedStudy() override { fs::remove_all(root_); }

  RunOutcome run(std::string const& name) {
    spec_.directory = root_ / name;
    fs::create_directories(spec_.directory / "attempts");
    spec_.ids.clear();
    for (auto const& point : spec_.plan.points)
      spec_.ids.push_back(point_id(point, model_key(spec_.study)));
    Journal journal(spec_.directory / "journal.jsonl", Sync::never);
    Silent silent;
    SimulatedExecutor model(spec_.study);
    return run_study(spec_, journal, model, silent);
  }

  std::vector<Json> records(std::string const& name) const {
    std::vector<Json> found;
    for (auto const& line : read_journal(root_ / name / "journal.jsonl").lines)
      if (line["kind"] == "record") found.push_back(line);
    return found;
  }

  fs::path root_ =
      fs::path(testing::TempDir()) / ("assay-simulate-" + std::to_string(getpid()));
  RunSpec spec_;
};

TEST_F(SimulatedStudy, IsTheSameForTheSameSeed) {
  auto const outcome = run("a");
  run("b");
  EXPECT_GT(outcome.ok, 42);
  EXPECT_GT(outcome.failed, 0);
  EXPECT_EQ(records("a"), records("b"));
  spec_.study.order_seed = 2;
  run("c");
  EXPECT_NE(records("a")[0]["wall_s"], records("c")[0]["wall_s"]);
}

TEST_F(SimulatedStudy, GoesOnAsIfItHadNotStopped) {
  run("whole");
  spec_.study.limits.wall_s = 40;  // of simulated time
  EXPECT_LT(run("parts").ok, 42);
  spec_.study.limits.wall_s.reset();
  run("parts");
  EXPECT_EQ(records("parts"), records("whole"));
}

TEST_F(SimulatedStudy, SaysSoInEachRecord) {
  run("a");
  ASSERT_FALSE(records("a").empty());
  for (auto const& record : records("a")) {
    EXPECT_EQ(record["requested"]["launcher"], "simulate");
    EXPECT_EQ(record["argv"][0], "simulate");
    EXPECT_EQ(record["started_utc"].get<std::string>().substr(0, 8), "2000-01-");
  }
}

TEST(Simulate, PlansForItsOwnMachineWithoutAWorker) {
  PlanContext context;
  context.machine = simulated_machine(quiet());
  EXPECT_EQ(misfit(point_of(64, 4096), context), "");
  EXPECT_EQ(misfit(point_of(65, 4160), context), "needs 65 nodes, there are 64");
  EXPECT_EQ(misfit(point_of(1, 65), context), "needs 65 cores on a node, there are 64");
}

}  // namespace
}  // namespace assay
