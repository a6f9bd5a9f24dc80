// SPDX-License-Identifier: Apache-2.0
// Flux: what an instance has is asked of it, and its time; studies are not submitted to
// it.
#include "flux.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <sstream>

#include "os/environment.hpp"
#include "scheduler/scheduler.hpp"

namespace assay {
namespace {

/// An instance of its own, as `flux batch` and `flux alloc` start one, has a socket.
std::string flux_job(Environment const& environment) {
  if (variable_of(environment, "FLUX_URI").empty()) return {};
  return variable_of(environment, "FLUX_JOB_ID");
}

ProcessResult ask_flux(Argv words, Environment const& environment) {
  words.insert(words.begin(), "flux");
  return run_process({std::move(words), environment, "/", ""}, {.timeout_s = 20});
}

/// Seconds, by `flux job timeleft`; none for "infinity".
std::optional<double> flux_time_left(Environment const& environment) {
  auto const answer = ask_flux({"job", "timeleft"}, environment);
  double seconds = 0;
  auto const& text = answer.output_tail;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (!answer.succeeded() || error != std::errc{}) return std::nullopt;
  return seconds;
}

bool apply_flux(Machine& machine, Environment const& environment) {
  auto const answer = ask_flux({"resource", "list", "--states=free,allocated",
                                "--no-header", "--format={nnodes} {ncores}"},
                               environment);
  auto const share =
      answer.succeeded() ? parse_flux_resources(answer.output_tail) : std::nullopt;
  if (!share) return false;
  machine.job_id = flux_job(environment);
  machine.job_left_s = flux_time_left(environment);
  machine.nodes = share->nodes;
  machine.cores_per_node = std::clamp(share->cores_per_node, 1, machine.cores_per_node);
  return true;
}

std::optional<JobState> observe_flux(std::string const&,
                                     Environment const& environment) {
  if (!ask_flux({"resource", "status"}, environment).succeeded()) return std::nullopt;
  return JobState{"RUNNING", flux_time_left(environment)};
}

Json flux_record(Environment const& environment) {
  return {{"scheduler", "Flux"}, {"job", flux_job(environment)}};
}

RegisterScheduler const registered_flux{{.name = "Flux",
                                         .place = 4,
                                         .job = {.variable = "FLUX_JOB_ID",
                                                 .record_key = "job",
                                                 .named = flux_job,
                                                 .kept = {"FLUX_*"},
                                                 .apply = apply_flux,
                                                 .observe = observe_flux,
                                                 .record = flux_record}}};

}  // namespace

std::optional<FluxShare> parse_flux_resources(std::string const& text) {
  constexpr int most_nodes = 1'000'000;
  std::istringstream lines(text);
  FluxShare all;
  std::int64_t cores = 0;
  for (int nodes = 0, more = 0; lines >> nodes >> more;) {
    if (nodes < 0 || more < 0 || nodes > most_nodes - all.nodes) return std::nullopt;
    all.nodes += nodes;
    cores += more;
  }
  if (all.nodes == 0) return std::nullopt;
  all.cores_per_node = static_cast<int>(cores / all.nodes);
  return all;
}

}  // namespace assay
