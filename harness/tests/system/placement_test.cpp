// SPDX-License-Identifier: Apache-2.0
// Where the real mpiexec of this machine places ranks by the words that ours gives it,
// on topologies that hwloc makes up: nodes of two sockets of four cores.
#include "model/placement.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <string>
#include <vector>

#include "launching.hpp"
#include "model/launcher.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

MpiLauncher launcher_named(std::string const& program) {
  auto const told = run_process(command({program, "--version"}), quick(30));
  if (!told.succeeded()) return {program, MpiFamily::unknown};
  return parse_mpi_launcher(program, told.output_tail);
}

std::vector<MpiLauncher> launchers_of(MpiFamily family) {
  std::vector<MpiLauncher> found;
  for (auto const* name : {"mpiexec", "mpiexec.openmpi", "mpiexec.mpich"})
    if (auto launcher = launcher_named(name); launcher.family == family)
      found.push_back(std::move(launcher));
  return found;
}

Point placed(std::string_view place, int nodes) {
  Point point;
  point.ranks = 4;
  point.nodes = nodes;
  point.cores_per_rank = 2;
  point.place = std::string(place);
  return point;
}

/// What it prints of its map; it starts nothing.
std::string map_of(MpiLauncher launcher, Point const& point, Argv const& more,
                   Environment const& variables) {
  for (int node = 0; node < point.nodes && launcher.family == MpiFamily::open_mpi;
       ++node)
    launcher.hosts.push_back(fmt::format("n{}", node));
  LaunchContext context;
  context.as_root = true;
  context.mpi = std::move(launcher);
  auto const& ours = *find_launcher("mpiexec");
  auto made = command(ours.argv(point, {"true"}, context));
  made.argv.insert(made.argv.begin() + 1, more.begin(), more.end());
  made.environment.merge(ours.environment(point, context));
  made.environment["HWLOC_SYNTHETIC"] = "pack:2 [numa] core:4 pu:1";
  for (auto const& [name, value] : variables) made.environment[name] = value;
  auto limits = quick(60);
  limits.tail_bytes = 1 << 20;
  return run_process(made, limits).output_tail;
}

/// Node and socket of each rank, as "0.1", by a map of Open MPI 4.1 or 5.
std::vector<std::string> seats_in(std::string const& map) {
  static std::regex const told(
      R"(for node: n(\d)|(?:App|Process) rank: (\d+)|(?:Bound: socket |package\[)(\d))");
  std::string node, rank;
  std::map<std::string, std::string> seats;
  for (std::sregex_iterator at(map.begin(), map.end(), told), end; at != end; ++at) {
    auto const& found = *at;
    if (found[1].matched) node = found[1];
    if (found[2].matched) rank = found[2];
    if (found[3].matched) seats.emplace(rank, node + "." + found[3].str());
  }
  std::vector<std::string> list;
  for (auto const& [number, seat] : seats) list.push_back(seat);
  return list;
}

std::vector<std::string> seats_by_open_mpi(MpiLauncher const& launcher,
                                           std::string_view place, int nodes) {
  return seats_in(
      map_of(launcher, placed(place, nodes), {"--display-map", "--do-not-launch"}, {}));
}

TEST(SyntheticPlacement, OfOpenMpi) {
  auto const all = launchers_of(MpiFamily::open_mpi);
  if (all.empty()) GTEST_SKIP() << "no mpiexec of Open MPI";
  for (auto const& launcher : all) {
    SCOPED_TRACE(launcher.version);
    auto const on = [&](std::string_view place, int nodes) {
      return seats_by_open_mpi(launcher, place, nodes);
    };
    auto const in_turn = ElementsAre("0.0", "0.1", "0.0", "0.1");
    EXPECT_THAT(on(place_by_socket, 1), in_turn);
    EXPECT_THAT(on(place_by_numa, 1), in_turn);
    EXPECT_THAT(on(place_by_core, 1), ElementsAre("0.0", "0.0", "0.1", "0.1"));
    EXPECT_THAT(on(place_by_socket, 2), ElementsAre("0.0", "0.1", "1.0", "1.1"));
    EXPECT_THAT(on(place_by_core, 2), ElementsAre("0.0", "0.0", "1.0", "1.0"));
    EXPECT_THAT(on(place_by_node, 2), ElementsAre("0.0", "1.0", "0.0", "1.0"));
  }
}

/// The first of the eight CPUs of each rank, as hydra's proxy binds them.
std::vector<std::string> cpus_by_mpich(MpiLauncher const& launcher,
                                       std::string_view place) {
  auto const told = map_of(launcher, placed(place, 1), {}, {{"HYDRA_TOPO_DEBUG", "1"}});
  static std::regex const bound(R"(process (\d+) binding: ([01]+))");
  std::map<std::string, std::string> masks;
  for (std::sregex_iterator at(told.begin(), told.end(), bound), end; at != end; ++at)
    masks.emplace((*at)[1], (*at)[2]);
  std::vector<std::string> list;
  for (auto const& [rank, mask] : masks) list.push_back(mask);
  return list;
}

TEST(SyntheticPlacement, OfMpich) {
  auto const all = launchers_of(MpiFamily::mpich);
  if (all.empty()) GTEST_SKIP() << "no mpiexec of MPICH";
  for (auto const& launcher : all) {
    SCOPED_TRACE(launcher.version);
    auto const in_turn = ElementsAre("11000000", "00001100", "00110000", "00000011");
    EXPECT_THAT(cpus_by_mpich(launcher, place_by_socket), in_turn);
    EXPECT_THAT(cpus_by_mpich(launcher, place_by_numa), in_turn);
    EXPECT_THAT(cpus_by_mpich(launcher, place_by_core),
                ElementsAre("11000000", "00110000", "00001100", "00000011"));
  }
}

}  // namespace
}  // namespace assay
