// SPDX-License-Identifier: Apache-2.0
#include "simulate_attempt.hpp"

#include <fmt/format.h>

#include <chrono>

#include "answer.hpp"
#include "fault.hpp"
#include "model/launcher.hpp"
#include "model/machine.hpp"
#include "os/utc.hpp"
#include "records/point_json.hpp"

namespace assay {
namespace {

std::string utc_after(double elapsed_s) {
  using std::chrono::sys_days, std::chrono::year_month_day;
  constexpr sys_days begin = year_month_day{std::chrono::year(2000),
                                            std::chrono::month(1), std::chrono::day(1)};
  return utc_text(begin + std::chrono::milliseconds(std::llround(1e3 * elapsed_s)));
}

std::string draw_key(Study const& study, Point const& point, AttemptId const& id) {
  return fmt::format("{} {} {} {}", study.simulation_seed(), to_text(to_json(point)),
                     id.launch, id.attempt);
}

Json slowdown_json(Slowdown const& slowdown) {
  return {{"share", slowdown.share}, {"by", slowdown.by}};
}

Json model_json(Cluster const& cluster) {
  Json json{{"serial", cluster.serial},
            {"crosstalk", cluster.crosstalk},
            {"fixed_s", cluster.fixed_s},
            {"in_node_s", cluster.in_node_s},
            {"between_nodes_s", cluster.between_nodes_s},
            {"imbalance", cluster.imbalance},
            {"launch_noise", cluster.launch_noise},
            {"repetition_noise", cluster.repetition_noise},
            {"outliers", slowdown_json(cluster.outliers)},
            {"stragglers", slowdown_json(cluster.stragglers)},
            {"slow_nodes", slowdown_json(cluster.slow_nodes)},
            {"warm_up", cluster.warm_up},
            {"drift", cluster.drift},
            {"start_s", cluster.start_s},
            {"faults", cluster.faults}};
  if (cluster.rate) {
    json["rate"] = *cluster.rate;
  } else {
    json["nominal_rates"] = cluster.nominal_rates;
  }
  return json;
}

}  // namespace

AttemptResult simulate_attempt(Study const& whole, Point const& point,
                               AttemptId const& id, double elapsed_s) {
  auto const& study = side_of(whole, point);
  auto const& cluster = *study.cluster;
  Draw draw(draw_key(study, point, id));
  auto const fault = draw_fault(cluster, draw);
  auto const launch =
      simulate_launch(cluster, point, id.launch, study.simulation_seed(), draw);
  AttemptResult attempt;
  attempt.command.argv = launcher_of(point).argv(point, {}, {});
  attempt.started_utc = utc_after(elapsed_s);
  auto& evidence = attempt.evidence;
  evidence.requested = point;
  evidence.nonce = "simulated";
  evidence.worker_started = true;
  evidence.process.ending = Ending::exited;
  evidence.process.wall_s = simulated_wall_s(cluster, launch);
  std::optional result(simulated_answer(cluster, point, launch, evidence.nonce));
  auto const timeout_s = study.limits.timeout_s;
  if (!fault.empty()) {
    spoil(evidence, result, fault, timeout_s);
  } else if (evidence.process.wall_s > timeout_s) {
    spoil(evidence, result, "hang", timeout_s);
  }
  if (result) evidence.result = result_from(std::move(*result), evidence.nonce);
  return attempt;
}

std::vector<AttemptResult> SimulatedExecutor::perform(
    std::span<AttemptSpec const> attempts) {
  std::vector<AttemptResult> results;
  for (auto const& attempt : attempts) {
    results.push_back(simulate_attempt(study_, attempt.point, attempt.id, now_s_));
    now_s_ += results.back().evidence.process.wall_s;
  }
  return results;
}

ProcessResult SimulatedExecutor::run(Command const& command, ProcessLimits const&) {
  throw std::logic_error("a simulated study starts no process: " +
                         command.argv.front());
}

Machine simulated_machine(Cluster const& cluster) {
  Machine machine;
  machine.host = "simulated";
  machine.cpu_model = "simulated cluster";
  machine.nodes = cluster.nodes;
  machine.cores_per_node = cluster.cores_per_node;
  return machine;
}

namespace {

/// What last changed an answer of the model: that of assay, in a point's key, would
/// begin every study anew with each release.
constexpr char const* model_version = "0.1.0";

Json manifest_by(char const* version, Cluster const& cluster) {
  auto const machine = simulated_machine(cluster);
  return {{"machine",
           {{"host", machine.host},
            {"cpu_model", machine.cpu_model},
            {"nodes", machine.nodes},
            {"cores_per_node", machine.cores_per_node}}},
          {"build", {{"assay", version}}},
          {"model", model_json(cluster)}};
}

}  // namespace

Json simulated_manifest(Cluster const& cluster) {
  return manifest_by(ASSAY_VERSION, cluster);
}

std::string model_key(Study const& study) {
  return fmt::format("{} {} {}", study.simulation_seed(), study.limits.timeout_s,
                     to_text(manifest_by(model_version, *study.cluster)));
}

}  // namespace assay
