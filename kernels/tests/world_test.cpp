// SPDX-License-Identifier: Apache-2.0
// What a worker sees of its place: CPU lists, cores, threads, nodes.
#include "common/world.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "lanes/space.hpp"
#include "place/place.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

TEST(CpuList, HasTheFormOfLinux) {
  EXPECT_EQ(cpu_list({}), "");
  EXPECT_EQ(cpu_list({0}), "0");
  EXPECT_EQ(cpu_list({0, 1}), "0-1");
  EXPECT_EQ(cpu_list({0, 1, 2, 3, 8}), "0-3,8");
  EXPECT_EQ(cpu_list({1, 3, 5}), "1,3,5");
  EXPECT_EQ(cpu_list({2, 3, 5, 6, 7, 1023, 1024}), "2-3,5-7,1023-1024");
}

TEST(CpuList, OfThisThreadIsItsMask) {
  CpuSet const before = cpus_of_this_thread();
  ASSERT_FALSE(before.empty());
  cpu_set_t saved;
  ASSERT_EQ(sched_getaffinity(0, sizeof saved, &saved), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(*before.rbegin(), &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(cpus_of_this_thread(), CpuSet{*before.rbegin()});
  ASSERT_EQ(sched_setaffinity(0, sizeof saved, &saved), 0);
  EXPECT_EQ(cpus_of_this_thread(), before);
}

TEST(PhysicalCores, AreCountedBySiblings) {
  fs::path const root =
      fs::path(testing::TempDir()) / ("cpus-" + std::to_string(getpid()));
  auto const add = [&](int cpu, char const* siblings) {
    fs::path const directory = root / ("cpu" + std::to_string(cpu)) / "topology";
    fs::create_directories(directory);
    std::ofstream(directory / "thread_siblings_list") << siblings << '\n';
  };
  add(0, "0,2");
  add(1, "1,3");
  add(2, "0,2");
  add(3, "1,3");
  EXPECT_EQ(physical_cores({0, 2}, root), 1);
  EXPECT_EQ(physical_cores({0, 1}, root), 2);
  EXPECT_EQ(physical_cores({0, 1, 2, 3}, root), 2);
  EXPECT_EQ(physical_cores({0, 4}, root), std::nullopt);
  EXPECT_EQ(first_cpus_of_cores({2, 3}, root), (CpuSet{0, 1}));
  EXPECT_EQ(first_cpus_of_cores({0, 4}, root), std::nullopt);
  EXPECT_EQ(core_cpus({0}, root), (CpuSet{0, 2}));
  EXPECT_EQ(core_cpus({1, 4}, root), (CpuSet{1, 3, 4}));
  fs::remove_all(root);
}

/// A file of a made-up /sys.
void put(fs::path const& file, char const* text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text << '\n';
}

// Two sockets of two CPUs, each a NUMA domain of its own; a third has memory alone.
TEST(Domains, AreThoseOfTheCpusThatAreOffered) {
  fs::path const root =
      fs::path(testing::TempDir()) / ("domains-" + std::to_string(getpid()));
  for (int cpu = 0; cpu < 4; ++cpu)
    put(root / "cpu" / ("cpu" + std::to_string(cpu)) / "topology/core_siblings_list",
        cpu < 2 ? "0-1" : "2-3");
  put(root / "node/node0/cpulist", "0-1");
  put(root / "node/node1/cpulist", "2-3");
  put(root / "node/node2/cpulist", "");
  put(root / "node/has_cpu", "0-1");
  CpuSet const first{0, 1}, second{2, 3};
  std::vector<CpuSet> const both{first, second};
  EXPECT_EQ(sockets_of({1, 2}, root / "cpu"), both);
  EXPECT_EQ(sockets_of({3}, root / "cpu"), std::vector{second});
  EXPECT_EQ(sockets_of({0, 7}, root / "cpu"), std::vector<CpuSet>{})
      << "7 is not there";
  EXPECT_EQ(numa_domains_of({0, 3}, root / "node"), both);
  EXPECT_EQ(numa_domains_of({0}, root / "node"), std::vector{first});
  EXPECT_EQ(numa_domains_of({0}, root / "none"), std::vector<CpuSet>{});
  fs::remove_all(root);
}

TEST(World, TellsTheDomainsOfANodeThatHasSeveral) {
  Place a{.host = "a", .slurm_node = "", .pid = 1, .cores = 1, .thread_cpus = {{0}}};
  a.offered = {0};
  a.sockets = a.numa = {{0, 1}};
  EXPECT_FALSE(world_json({a})["by_node"][0].contains("sockets")) << "one is the node";
  Place b = place_from(place_json(a));
  b.sockets = {{2, 3}};
  auto const world = world_json({a, b});
  EXPECT_EQ(world["by_node"][0]["sockets"], (Json{"0-1", "2-3"}));
  EXPECT_FALSE(world["by_node"][0].contains("numa"));
}

TEST(Threads, AreThoseThatEnterAParallelRegion) {
  std::vector<CpuSet> const threads = observe_threads();
  EXPECT_EQ(threads.size(), static_cast<std::size_t>(Space().concurrency()));
  for (CpuSet const& cpus : threads) EXPECT_FALSE(cpus.empty());
}

TEST(World, CountsNodesByHostAndSlurmNode) {
  Place const a{.host = "a",
                .slurm_node = "",
                .pid = 1,
                .cores = 2,
                .thread_cpus = {{0}, {1, 2}}};
  Place b = a;
  b.host = "b";
  Place other_daemon = a;
  other_daemon.slurm_node = "n2";
  auto const world = world_json({b, a, b, other_daemon});
  EXPECT_EQ(world.at("ranks"), 4);
  EXPECT_EQ(world.at("nodes"), 3);
  std::vector<int> nodes;
  for (auto const& rank : world.at("by_rank")) nodes.push_back(rank.at("node"));
  EXPECT_EQ(nodes, (std::vector{0, 1, 0, 2}));
}

TEST(World, TellsTheUnionAndEachThread) {
  Place const place{.host = "a",
                    .slurm_node = "",
                    .pid = 4711,
                    .cores = 3,
                    .thread_cpus = {{0}, {1, 2}}};
  auto const expected = parse_json(
      R"({"host": "a", "node": 0, "pid": 4711, "cpus": "0-2", "cores": 3, "threads": 2,
          "thread_cpus": ["0", "1-2"]})");
  EXPECT_EQ(world_json({place}).at("by_rank").at(0), expected);
}

TEST(World, TellsWhatEachNodeOffers) {
  Place a{.host = "a",
          .slurm_node = "",
          .pid = 1,
          .cores = 1,
          .thread_cpus = {{0}},
          .core_cpus = {0, 2},
          .offered = {0, 2},
          .quota_cpus = 2.0};
  Place b = a;
  b.offered = {1, 3};
  b.quota_cpus = 1.5;
  auto const world = world_json({a, b});
  EXPECT_EQ(world.at("by_rank").at(0).at("core_cpus"), "0,2");
  ASSERT_EQ(world.at("by_node").size(), 1U);
  auto const& node = world.at("by_node").at(0);
  EXPECT_EQ(node.at("host"), "a");
  EXPECT_EQ(node.at("cpus"), "0-3");
  EXPECT_EQ(node.at("quota_cpus"), 1.5);
}

TEST(World, CountsTheCoresOfANodeAsItsRanksSawThem) {
  Place a{.host = "another machine",
          .slurm_node = "",
          .pid = 1,
          .cores = 1,
          .thread_cpus = {{0}},
          .offered = {0, 1, 2, 3},
          .offered_cores = CpuSet{0}};
  Place b = a;
  b.offered = {2, 3, 4, 5, 6, 7};
  b.offered_cores = CpuSet{0, 4};
  auto const cores = [](std::vector<Place> const& places) {
    return world_json(places).at("by_node").at(0).value("cores", 0);
  };
  EXPECT_EQ(cores({a}), 1);
  EXPECT_EQ(cores({a, b}), 2);
  EXPECT_EQ(cores({place_from(place_json(b))}), 2);
  a.offered_cores.reset();
  EXPECT_EQ(cores({place_from(place_json(a)), b}), 0);
}

TEST(Place, KnowsTheCoresOfItsNode) {
  auto const place = look_around({cpus_of_this_thread()});
  EXPECT_EQ(place.offered_cores, first_cpus_of_cores(place.offered));
}

TEST(World, NamesTheDeviceOfARank) {
  Place place{
      .host = "a", .slurm_node = "", .pid = 1, .cores = 1, .thread_cpus = {{0}}};
  EXPECT_FALSE(world_json({place})["by_rank"][0].contains("device"));
  place.device = device::Device{"GPU-1", "some", 8, 4};
  EXPECT_EQ(world_json({place})["by_rank"][0]["device"],
            parse_json(R"({"id": "GPU-1", "name": "some",
                                      "memory_bytes": 8, "free_bytes": 4})"));
}

TEST(World, LeavesOutCoresThatAreNotKnown) {
  Place const place{
      .host = "a", .slurm_node = "", .pid = 1, .cores = {}, .thread_cpus = {{0}}};
  EXPECT_FALSE(world_json({place}).at("by_rank").at(0).contains("cores"));
}

}  // namespace
}  // namespace assay
