// SPDX-License-Identifier: Apache-2.0
#include "fault.hpp"

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace assay {
namespace {

using Result = std::optional<Json>;
using Change = void (*)(Evidence& evidence, Result& result, double timeout_s);

void end_without_result(Evidence& evidence, Result& result, int exit_code,
                        std::string const& output) {
  result.reset();
  evidence.process.exit_code = exit_code;
  evidence.process.output_tail = output;
}

void not_started(Evidence& evidence, Result& result, std::string const& output) {
  evidence.worker_started = false;
  end_without_result(evidence, result, 1, output);
}

// As srun ends when it gets no step: the job decides that it was Slurm.
void lose_step(Evidence& evidence, Result& result, double) {
  not_started(evidence, result, "simulated: Unable to create step\n");
}

void lose_launcher(Evidence& evidence, Result& result, double) {
  evidence.worker_started = false;
  result.reset();
  evidence.process.ending = Ending::not_started;
  evidence.process.error = "simulated: the launcher could not be started";
}

void lose_node(Evidence& evidence, Result& result, double) {
  end_without_result(evidence, result, 143, "simulated: Node failure on sim00001\n");
}

void crash(Evidence& evidence, Result& result, double) {
  end_without_result(evidence, result, 139, "simulated: segmentation fault\n");
}

void leave_nothing(Evidence& evidence, Result& result, double) {
  end_without_result(evidence, result, 0, "");
}

void hang(Evidence& evidence, Result& result, double timeout_s) {
  result.reset();
  evidence.process.ending = Ending::timed_out;
  evidence.process.wall_s = timeout_s;
}

void be_another_backend(Evidence&, Result& result, double) {
  (*result)["worker"]["backend"] = "another";
}

// Worlds of one rank each, as with the launcher of another MPI.
void fall_apart(Evidence& evidence, Result& result, double) {
  (*result)["world"]["ranks"] = evidence.requested.ranks == 1 ? 2 : 1;
}

void lose_a_core(Evidence& evidence, Result& result, double) {
  auto const& point = evidence.requested;
  (*result)["world"]["by_node"][0]["cores"] =
      point.ranks_per_node() * point.cores_of_rank() - 1;
}

void bind_badly(Evidence& evidence, Result& result, double) {
  (*result)["world"]["by_rank"][0]["threads"] = evidence.requested.threads + 1;
}

void compute_wrongly(Evidence&, Result& result, double) {
  (*result)["measurements"][0]["tallies_differ"] = true;
}

// The result is good: it is the host that was not quiet.
void disturb(Evidence& evidence, Result&, double) {
  evidence.process.noise.emplace().others_cpus = 1;
}

constexpr std::array<std::pair<std::string_view, Change>, 12> changes{
    {{"config", be_another_backend},
     {"launcher", lose_launcher},
     {"binding", bind_badly},
     {"oversubscribed", lose_a_core},
     {"world", fall_apart},
     {"crash", crash},
     {"hang", hang},
     {"no_result", leave_nothing},
     {"wrong_answer", compute_wrongly},
     {"scheduler", lose_step},
     {"node", lose_node},
     {"disturbed", disturb}}};

Change change_for(std::string const& fault) {
  for (auto const& [known, change] : changes)
    if (known == fault) return change;
  throw std::logic_error("no fault " + fault);
}

}  // namespace

std::string draw_fault(Cluster const& cluster, Draw& draw) {
  double left = draw.uniform();
  for (auto const& [fault, share] : cluster.faults) {
    left -= share;
    if (left < 0) return fault;
  }
  return {};
}

void spoil(Evidence& evidence, Result& result, std::string const& fault,
           double timeout_s) {
  change_for(fault)(evidence, result, timeout_s);
}

}  // namespace assay
