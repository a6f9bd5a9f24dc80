// SPDX-License-Identifier: Apache-2.0
// How ranks that follow each other are placed: what launchers are told, and what of it
// is proven on nodes of several sockets that nobody here has.
#include "model/placement.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "judge/judge.hpp"
#include "model/launcher.hpp"
#include "plan/plan.hpp"
#include "records/point_json.hpp"
#include "simulate/model.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

Point placed(std::string_view place, int ranks = 4, int nodes = 1) {
  Point point;
  point.kernel = "pi";
  point.samples = 1000;
  point.ranks = ranks;
  point.nodes = nodes;
  point.cores_per_rank = 2;
  point.place = std::string(place);
  return point;
}

Argv words_by(MpiFamily family, Point const& point) {
  LaunchContext context;
  context.mpi = {"mpiexec", family, ""};
  return find_launcher("mpiexec")->argv(point, {}, context);
}

Argv words_of_srun(Point const& point) {
  return find_launcher("srun")->argv(point, {}, {});
}

TEST(Placement, IsInTheIdOnlyWhereItIsTold) {
  EXPECT_FALSE(to_json(placed("")).contains("place"));
  EXPECT_EQ(parse_point(to_text(to_json(placed(place_by_socket)))).place,
            place_by_socket);
}

TEST(Placement, IsWhatOpenMpiMapsBy) {
  auto const words = [](Point const& point) {
    return words_by(MpiFamily::open_mpi, point);
  };
  EXPECT_THAT(words(placed(place_by_socket)),
              IsSupersetOf({"socket:PE=2", "--rank-by", "slot"}));
  EXPECT_THAT(words(placed(place_by_numa)), Contains("numa:PE=2"));
  EXPECT_THAT(words(placed(place_by_node, 4, 2)), Contains("node:PE=2"));
  EXPECT_EQ(words(placed(place_by_core)), words(placed("")));
  EXPECT_THAT(words(placed(place_by_core)), Contains("ppr:4:node:PE=2"));
}

TEST(Placement, IsWhatMpichMapsBy) {
  auto const words = [](Point const& point) {
    return words_by(MpiFamily::mpich, point);
  };
  EXPECT_THAT(words(placed(place_by_socket)),
              IsSupersetOf({"-bind-to", "core:2", "-map-by", "socket"}));
  EXPECT_THAT(words(placed(place_by_numa)), Contains("numa"));
  EXPECT_EQ(words(placed(place_by_core)), words(placed("")));
  auto const dealt = words(placed(place_by_node, 4, 2));
  EXPECT_EQ(dealt.at(4), "1") << "-ppn: one on each node, and round again";
}

TEST(Placement, IsTheOrderOfIntelsDomains) {
  auto const words = [](Point const& point) {
    return words_by(MpiFamily::intel, point);
  };
  EXPECT_THAT(words(placed(place_by_socket)), Contains("scatter"));
  EXPECT_THAT(words(placed(place_by_numa)), Contains("scatter"));
  EXPECT_THAT(words(placed(place_by_core)), Not(Contains("scatter")));
  EXPECT_EQ(words(placed(place_by_node, 4, 2)).at(4), "1");
}

TEST(Placement, IsTheDistributionOfSrun) {
  EXPECT_THAT(words_of_srun(placed("")), Contains("--distribution=block:block"));
  EXPECT_THAT(words_of_srun(placed(place_by_core)),
              Contains("--distribution=block:block"));
  EXPECT_THAT(words_of_srun(placed(place_by_socket)),
              Contains("--distribution=block:cyclic"));
  EXPECT_THAT(words_of_srun(placed(place_by_node)),
              Contains("--distribution=cyclic:block"));
}

TEST(Placement, ByNumaIsNothingThatSrunKnows) {
  PlanContext context;
  context.machine.srun = Srun{};
  context.machine.cores_per_node = 8;
  context.backends = {"openmp"};
  auto point = placed(place_by_numa);
  point.launcher = "srun";
  EXPECT_THAT(misfit(point, context), HasSubstr("no NUMA domains (place: by socket)"));
  point.place = place_by_socket;
  EXPECT_EQ(misfit(point, context), "");
}

TEST(Placement, ByNodeIsThatOfAModelToo) {
  auto const point = placed(place_by_node, 5, 2);
  std::vector<int> nodes, numbers;
  for (int rank = 0; rank < 5; ++rank) {
    nodes.push_back(node_of(rank, point));
    numbers.push_back(number_on_node(rank, point));
  }
  EXPECT_THAT(nodes, ElementsAre(0, 1, 0, 1, 0));
  EXPECT_THAT(numbers, ElementsAre(0, 0, 1, 1, 2));
}

struct Seat {
  int node;
  std::string cpus;
};

/// Of ranks of two cores on nodes of two sockets, each of two NUMA domains, each of
/// four cores.
Verdict judged(Point const& point, std::vector<Seat> const& seats) {
  Json const node{{"host", "h"},
                  {"sockets", {"0-7", "8-15"}},
                  {"numa", {"0-3", "4-7", "8-11", "12-15"}}};
  Json world{{"ranks", point.ranks}, {"nodes", point.nodes}};
  for (int i = 0; i < point.nodes; ++i) world["by_node"].push_back(node);
  for (auto const& seat : seats)
    world["by_rank"].push_back(
        {{"host", "h"}, {"node", seat.node}, {"cpus", seat.cpus}, {"cores", 2}});
  Evidence evidence;
  evidence.requested = point;
  evidence.nonce = "abc";
  evidence.process.ending = Ending::exited;
  evidence.worker_started = true;
  Json const result{{"schema", 1},
                    {"nonce", "abc"},
                    {"world", world},
                    {"measurements", Json::array()}};
  evidence.result = read_result(to_text(result), "abc");
  return judge_place(evidence).verdict;
}

TEST(Placement, BySocketIsProven) {
  auto const point = placed(place_by_socket);
  EXPECT_EQ(judged(point, {{0, "0-1"}, {0, "8-9"}, {0, "2-3"}, {0, "10-11"}}).of,
            VerdictClass::ok);
  auto const blocks = judged(point, {{0, "0-1"}, {0, "2-3"}, {0, "8-9"}, {0, "10-11"}});
  EXPECT_EQ(blocks.of, VerdictClass::binding);
  EXPECT_THAT(blocks.detail, HasSubstr("place: by socket asked, but the ranks of h are "
                                       "on sockets 0, 0, 1, 1"));
  EXPECT_EQ(judged(point, {{0, "0-1"}, {0, "8-9"}, {0, "10-11"}, {0, "2-3"}}).of,
            VerdictClass::binding)
      << "the second round is another";
  EXPECT_EQ(judged(placed(place_by_socket, 2), {{0, "0-1"}, {0, "7-8"}}).of,
            VerdictClass::binding)
      << "one is on both";
}

TEST(Placement, ByNumaIsProven) {
  auto const point = placed(place_by_numa);
  EXPECT_EQ(judged(point, {{0, "0-1"}, {0, "4-5"}, {0, "8-9"}, {0, "12-13"}}).of,
            VerdictClass::ok);
  EXPECT_EQ(judged(point, {{0, "0-1"}, {0, "8-9"}, {0, "2-3"}, {0, "10-11"}}).of,
            VerdictClass::binding)
      << "by socket";
}

TEST(Placement, ByCoreIsProven) {
  auto const point = placed(place_by_core);
  EXPECT_EQ(judged(point, {{0, "4-5"}, {0, "6-7"}, {0, "8-9"}, {0, "10-11"}}).of,
            VerdictClass::ok);
  EXPECT_EQ(judged(point, {{0, "0-1"}, {0, "8-9"}, {0, "2-3"}, {0, "10-11"}}).of,
            VerdictClass::binding);
}

TEST(Placement, ByNodeIsProven) {
  auto const point = placed(place_by_node, 4, 2);
  EXPECT_EQ(judged(point, {{0, "0-1"}, {1, "0-1"}, {0, "2-3"}, {1, "2-3"}}).of,
            VerdictClass::ok);
  EXPECT_THAT(judged(point, {{0, "0-1"}, {0, "2-3"}, {1, "0-1"}, {1, "2-3"}}).detail,
              HasSubstr("rank 1 is on node 0"));
}

TEST(Placement, IsNotAskedForWhereTheStudyDoesNotSay) {
  EXPECT_EQ(judged(placed(""), {{0, "0-1"}, {0, "8-9"}, {0, "2-3"}, {0, "10-11"}}).of,
            VerdictClass::ok);
}

}  // namespace
}  // namespace assay
