// SPDX-License-Identifier: Apache-2.0
#include "records/node_health.hpp"

#include <gmock/gmock.h>

#include "made_record.hpp"
#include "run/placement.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr int asked_threads = 2;

/// One rank on each node, with this many threads.
std::string launch(std::string const& point, std::map<std::string, int> const& threads,
                   std::string const& job = "7") {
  Json world{{"ranks", threads.size()},
             {"nodes", threads.size()},
             {"by_rank", Json::array()},
             {"by_node", Json::array()}};
  bool sound = true;
  for (auto const& [host, count] : threads) {
    world["by_rank"].push_back({{"node", world["by_node"].size()},
                                {"host", host + ".site"},
                                {"cpus", "0-3"},
                                {"cores", 4},
                                {"threads", count}});
    world["by_node"].push_back({{"host", host + ".site"}, {"slurm_node", host}});
    sound = sound && count == asked_threads;
  }
  test::MadeRecord made{.id = {point}, .verdict = sound ? "ok" : "binding"};
  made.requested.nodes = made.requested.ranks = static_cast<int>(threads.size());
  made.requested.threads = asked_threads;
  auto record = test::record_of(made);
  record["result"]["world"] = world;
  record["slurm"] = {{"job", job}};
  return test::line_of(record);
}

NodeHealth health_of(std::vector<std::string> const& records) {
  NodeHealth trial("7");
  for (auto const& text : records) trial.add(std::get<Record>(test::parse_line(text)));
  return trial;
}

TEST(NodeHealth, LeavesOutWhatFailsTwiceBesideSoundNodes) {
  auto const bad = launch("p", {{"n1", 2}, {"n2", 1}});
  EXPECT_THAT(health_of({bad}).left_out(), IsEmpty());
  EXPECT_THAT(health_of({bad, bad}).left_out(), ElementsAre(Pair("n2", LeftOut{2})));
}

TEST(NodeHealth, TakesAFailureEverywhereForTheStudys) {
  auto const bad = launch("p", {{"n1", 1}, {"n2", 1}});
  EXPECT_THAT(health_of({bad, bad, bad}).left_out(), IsEmpty());
}

TEST(NodeHealth, OfOneNodeNeedsALaunchElsewhere) {
  auto const bad = launch("p", {{"n1", 1}});
  EXPECT_THAT(health_of({bad, bad}).left_out(), IsEmpty());
  EXPECT_THAT(health_of({bad, bad}).suspects("p"), ElementsAre("n1"));
  EXPECT_THAT(health_of({bad, bad}).suspects("q"), IsEmpty());
  EXPECT_THAT(health_of({bad, bad, launch("p", {{"n2", 2}})}).left_out(),
              ElementsAre(Pair("n1", LeftOut{2})));
  EXPECT_THAT(health_of({bad, bad, launch("p", {{"n1", 2}})}).left_out(), IsEmpty());
}

TEST(NodeHealth, KnowsOneJobOnly) {
  auto const bad = launch("p", {{"n1", 2}, {"n2", 1}}, "6");
  EXPECT_THAT(health_of({bad, bad}).left_out(), IsEmpty());
}

TEST(Placement, TakesTheFirstNodesThatAreNotAvoided) {
  std::vector<std::string> const nodes{"n1", "n2", "n3", "n4"};
  EXPECT_EQ(choose_nodes(nodes, {"n2"}, 2), (std::vector<std::string>{"n1", "n3"}));
  EXPECT_EQ(choose_nodes(nodes, {"n2", "n3"}, 3), std::nullopt);
  EXPECT_EQ(choose_nodes({}, {}, 1), std::nullopt);
}

}  // namespace
}  // namespace assay
