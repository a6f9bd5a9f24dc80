// SPDX-License-Identifier: Apache-2.0
#include "answer.hpp"

#include <fmt/format.h>

#include "common/partition.hpp"
#include "records/point_json.hpp"

namespace assay {
namespace {

std::string host_name(int node) { return fmt::format("sim{:05}", node + 1); }

std::string cpu_list(int first, int count) {
  if (count == 1) return std::to_string(first);
  return fmt::format("{}-{}", first, first + count - 1);
}

Json rank_json(Point const& point, int first_node, int rank) {
  int const node = node_of(rank, point);
  int const place = number_on_node(rank, point);
  int const cores = point.cores_of_rank();
  return {{"host", host_name(first_node + node)},
          {"node", node},
          {"cpus", cpu_list(place * cores, cores)},
          {"cores", cores},
          {"threads", point.threads}};
}

Json world_json(Cluster const& cluster, Point const& point, int first_node) {
  Json world{{"ranks", point.ranks}, {"nodes", point.nodes}};
  for (int node = 0; node < point.nodes; ++node) {
    world["by_node"].push_back({{"host", host_name(first_node + node)},
                                {"cpus", cpu_list(0, cluster.cores_per_node)},
                                {"cores", cluster.cores_per_node}});
  }
  for (int rank = 0; rank < point.ranks; ++rank)
    world["by_rank"].push_back(rank_json(point, first_node, rank));
  return world;
}

/// Past the ranks that are told apart, their sum stands for them.
Json samples_json(Point const& point) {
  if (point.ranks > most_ranks_told_apart)
    return Json::array({std::to_string(point.samples)});
  auto list = Json::array();
  for (int rank = 0; rank < point.ranks; ++rank) {
    auto const [begin, end] = share_of(point.samples, rank, point.ranks);
    list.push_back(std::to_string(end - begin));
  }
  return list;
}

Json measurement_json(Point const& point, SimulatedLaunch const& launch) {
  auto repetitions = Json::array();
  auto makespans = Json::array();
  auto skews = Json::array();
  for (auto const& one : launch.repetitions) {
    if (!one.useful_s.empty()) {
      repetitions.push_back({{"useful_s", one.useful_s},
                             {"reduce_s", one.reduce_s},
                             {"barrier_s", one.barrier_s}});
    }
    makespans.push_back(one.makespan_s);
    skews.push_back(one.skew_bound_s);
  }
  return {{"kernel", point.kernel},
          {"samples", std::to_string(point.samples)},
          {"parameters", parameters_json(point.parameters)},
          {"samples_by_rank", samples_json(point)},
          {"tallies", {{"simulated", std::to_string(point.samples)}}},
          {"repetitions", repetitions},
          {"makespan_s", makespans},
          {"skew_bound_s", skews}};
}

}  // namespace

Json simulated_answer(Cluster const& cluster, Point const& point,
                      SimulatedLaunch const& launch, std::string const& nonce) {
  return {
      {"schema", 1},
      {"nonce", nonce},
      {"worker",
       {{"backend", point.backend},
        {"runs_threads", true},
        {"concurrency", point.threads},
        {"simulated", true}}},
      {"world", world_json(cluster, point, launch.first_node)},
      {"clock", {{"name", "simulated"}, {"resolution_s", 1e-9}, {"overhead_s", 0.0}}},
      {"launch",
       {{"mpi_init_s", cluster.start_s},
        {"runtime_init_s", 0.0},
        {"total_s", simulated_wall_s(cluster, launch)}}},
      {"measurements", Json::array({measurement_json(point, launch)})}};
}

double simulated_wall_s(Cluster const& cluster, SimulatedLaunch const& launch) {
  double sum_s = cluster.start_s;
  for (auto const& one : launch.repetitions) sum_s += one.makespan_s + one.skew_bound_s;
  return sum_s;
}

}  // namespace assay
