// SPDX-License-Identifier: Apache-2.0
// Cores that a rank reserves, threads that share one, and ranks shared unequally.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "judge/judge.hpp"
#include "model/axes.hpp"
#include "model/launcher.hpp"
#include "plan/plan.hpp"
#include "records/point_json.hpp"
#include "simulate/model.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::HasSubstr;

Point reserving(int cores, int threads = 1, int smt = 1) {
  Point point;
  point.kernel = "pi";
  point.samples = 1000;
  point.cores_per_rank = cores;
  point.threads = threads;
  point.smt = smt;
  return point;
}

PlanContext nodes_of_48(int threads_per_core = 1) {
  PlanContext context;
  context.machine.nodes = 6;
  context.machine.cores_per_node = 48;
  context.machine.threads_per_core = threads_per_core;
  context.backends = {"openmp"};
  return context;
}

Argv words_by(std::string const& launcher, MpiFamily family, Point const& point) {
  LaunchContext context;
  context.mpi = {"mpiexec", family, ""};
  return find_launcher(launcher)->argv(point, {"worker"}, context);
}

TEST(ReservedCores, AreThoseOfTheThreadsUnlessTheStudySays) {
  EXPECT_EQ(reserving(0, 3).cores_of_rank(), 3);
  EXPECT_EQ(reserving(2).cores_of_rank(), 2);
  EXPECT_EQ(reserving(0, 3, 2).cores_of_rank(), 2) << "half of one stays unused";
  auto point = reserving(2);
  point.ranks = 4;
  EXPECT_EQ(point.cores(), 8);
}

TEST(ReservedCores, AreInTheIdOnlyWhereTheyAreTold) {
  EXPECT_FALSE(to_json(reserving(0)).contains("cores_per_rank"));
  EXPECT_FALSE(to_json(reserving(0)).contains("smt"));
  auto const read = parse_point(to_text(to_json(reserving(2, 4, 2))));
  EXPECT_EQ(read.cores_per_rank, 2);
  EXPECT_EQ(read.smt, 2);
}

TEST(ReservedCores, AreWhatEachLauncherBindsTo) {
  auto const point = reserving(2);
  EXPECT_THAT(words_by("mpiexec", MpiFamily::open_mpi, point),
              Contains("ppr:1:node:PE=2"));
  EXPECT_THAT(words_by("mpiexec", MpiFamily::mpich, point), Contains("core:2"));
  EXPECT_THAT(words_by("mpiexec", MpiFamily::intel, point), Contains("2:compact"));
  EXPECT_THAT(words_by("srun", MpiFamily::unknown, point),
              Contains("--cpus-per-task=2"));
}

TEST(ReservedCores, OfHardwareThreadsAreFewerThanThreads) {
  auto const point = reserving(0, 4, 2);
  EXPECT_THAT(words_by("mpiexec", MpiFamily::open_mpi, point),
              Contains("ppr:1:node:PE=2"));
  auto const srun = words_by("srun", MpiFamily::unknown, point);
  EXPECT_THAT(srun, Contains("--cpus-per-task=4"));
  EXPECT_THAT(srun, Contains("--threads-per-core=2"));
  EXPECT_EQ(point_environment(point).at("OMP_PLACES"), "threads");
}

TEST(ReservedCores, MustHoldTheThreadsAndFitTheNode) {
  EXPECT_EQ(misfit(reserving(2), nodes_of_48()), "");
  EXPECT_THAT(misfit(reserving(2, 3), nodes_of_48()),
              HasSubstr("3 threads of a rank do not fit the 2 cores"));
  EXPECT_THAT(misfit(reserving(49), nodes_of_48()), HasSubstr("needs 49 cores"));
  EXPECT_THAT(misfit(reserving(0, 2, 2), nodes_of_48()),
              HasSubstr("needs 2 hardware threads of a core (smt), there is 1"));
  EXPECT_EQ(misfit(reserving(0, 96, 2), nodes_of_48(2)), "");
  EXPECT_THAT(misfit(reserving(0, 97, 2), nodes_of_48(2)), HasSubstr("needs 49 cores"));
}

Verdict place_of(Point const& point, Json const& ranks, int nodes) {
  Evidence evidence;
  evidence.requested = point;
  evidence.nonce = "abc";
  evidence.process.ending = Ending::exited;
  evidence.worker_started = true;
  Json const result{
      {"schema", 1},
      {"nonce", "abc"},
      {"world", {{"ranks", ranks.size()}, {"nodes", nodes}, {"by_rank", ranks}}},
      {"measurements", Json::array()}};
  evidence.result = read_result(to_text(result), "abc");
  return judge_place(evidence).verdict;
}

Json rank_on(int node, std::string const& cpus, int cores) {
  return {{"host", "h"}, {"node", node}, {"cpus", cpus}, {"cores", cores}};
}

TEST(ReservedCores, AreProven) {
  EXPECT_EQ(place_of(reserving(2), Json::array({rank_on(0, "0-1", 2)}), 1).of,
            VerdictClass::ok);
  auto const fewer = place_of(reserving(2), Json::array({rank_on(0, "0", 1)}), 1);
  EXPECT_EQ(fewer.of, VerdictClass::binding);
  EXPECT_THAT(fewer.detail, HasSubstr("2 cores asked, rank 0 has 1"));
}

TEST(ReservedCores, OfHardwareThreadsAreProven) {
  auto const point = reserving(0, 4, 2);
  EXPECT_EQ(place_of(point, Json::array({rank_on(0, "0-3", 2)}), 1).of,
            VerdictClass::ok);
  EXPECT_EQ(place_of(point, Json::array({rank_on(0, "0-1", 1)}), 1).of,
            VerdictClass::binding);
  EXPECT_EQ(place_of(point, Json::array({rank_on(0, "0-1", 2)}), 1).of,
            VerdictClass::binding)
      << "one hardware thread of each";
}

Study study_of_241() {
  Study study;
  study.scaling = {Scaling::strong};
  auto const n = [](std::uint64_t value) { return AxisValue(value); };
  study.axes = {{"kernel", {std::string("pi")}, {}},
                {"nodes", {n(5), n(6)}, {}},
                {"ranks", {n(240), n(241)}, {}},
                {"launcher", {std::string("mpiexec")}, {}}};
  study.samples[Scaling::strong] = {n(1000)};
  study.zip = {{"nodes", "ranks"}};
  return study;
}

TEST(UnevenRanks, ArePlannedWhereNodesAndRanksAreZipped) {
  auto const plan = make_plan(study_of_241(), nodes_of_48());
  ASSERT_EQ(plan.points.size(), 2U) << plan.skipped.at(0).reason;
  EXPECT_EQ(plan.points[1].ranks_per_node(), 41);
}

TEST(UnevenRanks, OfCrossedListsAreLeftOut) {
  auto study = study_of_241();
  study.zip.clear();
  auto const plan = make_plan(study, nodes_of_48());
  ASSERT_EQ(plan.points.size(), 2U) << "240 ranks on 5 and on 6";
  EXPECT_EQ(plan.skipped.at(0).reason, "241 ranks cannot be shared equally by 5 nodes");
}

TEST(UnevenRanks, LeaveNoNodeEmpty) {
  auto point = reserving(0);
  point.nodes = 3;
  point.ranks = 2;
  EXPECT_THAT(misfit(point, nodes_of_48()), HasSubstr("cannot be shared"));
}

TEST(UnevenRanks, AreDealtOutSoThatNoNodeStaysEmpty) {
  auto point = reserving(0, 2);
  point.nodes = 6;
  point.ranks = 7;
  EXPECT_THAT(words_by("mpiexec", MpiFamily::open_mpi, point), Contains("node:PE=2"));
  auto const words = words_by("mpiexec", MpiFamily::mpich, point);
  EXPECT_EQ(*std::next(std::find(words.begin(), words.end(), "-ppn")), "1");
  std::map<int, int> on;
  for (int rank = 0; rank < point.ranks; ++rank) {
    int const node = node_of(rank, point);
    EXPECT_EQ(number_on_node(rank, point), on[node]++);
  }
  EXPECT_EQ(on.size(), 6U);
}

TEST(UnevenRanks, AreProven) {
  auto point = reserving(0);
  point.nodes = 2;
  point.ranks = 3;
  EXPECT_EQ(
      place_of(point, {rank_on(0, "0", 1), rank_on(0, "1", 1), rank_on(1, "0", 1)}, 2)
          .of,
      VerdictClass::ok);
  point.ranks = 5;
  auto const heaped =
      place_of(point,
               {rank_on(0, "0", 1), rank_on(0, "1", 1), rank_on(0, "2", 1),
                rank_on(0, "3", 1), rank_on(1, "0", 1)},
               2);
  EXPECT_EQ(heaped.of, VerdictClass::world) << "four and one";
}

}  // namespace
}  // namespace assay
