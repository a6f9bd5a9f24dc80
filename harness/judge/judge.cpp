// SPDX-License-Identifier: Apache-2.0
// Each check returns a verdict when it has something to say; the first one that has
// wins.
#include "judge.hpp"

#include <string>
#include <utility>

#include "checks.hpp"
#include "model/launcher.hpp"

namespace assay {
namespace {

Finding check_exit(Evidence const& evidence) {
  if (evidence.process.succeeded()) return std::nullopt;
  return found(VerdictClass::crash,
               how_it_ended(evidence.process) + " after its result");
}

Finding check_place(Evidence const& evidence, World const& world) {
  auto const& point = evidence.requested;
  if (auto wrong = check_world(point, world)) return wrong;
  if (auto wrong = check_capacity(point, world)) return wrong;
  if (auto wrong = check_cores(point, world)) return wrong;
  if (auto wrong = check_overlap(world)) return wrong;
  if (auto wrong = check_order(point, world)) return wrong;
  return check_exit(evidence);
}

Finding check_result(Evidence const& evidence, WorkerResult const& result) {
  auto const& point = evidence.requested;
  auto const& world = result.world;
  if (auto wrong = check_backend(point, result)) return wrong;
  if (auto wrong = check_world(point, world)) return wrong;
  if (auto wrong = check_capacity(point, world)) return wrong;
  if (auto wrong = check_concurrency(point, result)) return wrong;
  // Of a program the witness has judged them, or nobody has.
  if (auto wrong = point.program == nullptr ? check_threads(point, world)
                                            : check_cores(point, world))
    return wrong;
  if (auto wrong = check_overlap(world)) return wrong;
  if (auto wrong = check_order(point, world)) return wrong;
  if (auto wrong = check_devices(point, world)) return wrong;
  if (auto wrong = check_exit(evidence)) return wrong;
  return check_measurement(evidence, result);
}

/// Why the ranks that srun started are no world of their own, or share cores: what was
/// said of it, or the one reason of which nobody says a word.
std::string cause_in_srun(Verdict const& verdict, Evidence const& evidence) {
  auto const says = [&](char const* words) {
    return evidence.process.output_tail.find(words) != std::string::npos;
  };
  constexpr auto cure =
      "Use launcher: mpiexec, which binds by itself, or ask the site for "
      "TaskPlugin=task/affinity";
  if (verdict.of == VerdictClass::world && says("singletons will be started"))
    return "; Open MPI said: No PMIx server was reachable. Let srun start one: export "
           "SLURM_MPI_TYPE=pmix (srun --mpi=list names the plugins there are)";
  if (verdict.of != VerdictClass::binding) return {};
  if (says("lacks support for cpu binding"))
    return std::string(
               "; srun said: cluster configuration lacks support for cpu "
               "binding. ") +
           cure;
  auto const& launcher = launcher_of(evidence.requested);
  if (!launcher.needs_job || launcher.is_own()) return {};
  return std::string(
             "; srun was asked to bind, which TaskPlugin=task/none does not, in "
             "Slurm 24.11 without a word. ") +
         cure;
}

Judgement with_world(Finding const& wrong, Evidence const& evidence) {
  auto verdict = wrong.value_or(Verdict{});
  verdict.detail += cause_in_srun(verdict, evidence);
  return {std::move(verdict), evidence.result.result};
}

}  // namespace

Judgement judge(Evidence const& evidence) {
  if (auto wrong = check_ending(evidence)) return {*wrong, {}};
  if (auto wrong = check_program(evidence)) return {*wrong, {}};
  if (auto wrong = check_device_start(evidence)) return {*wrong, {}};
  if (auto wrong = check_presence(evidence)) return {*wrong, {}};
  if (auto wrong = check_identity(evidence)) return {*wrong, {}};
  return with_world(check_result(evidence, *evidence.result.result), evidence);
}

Judgement judge_place(Evidence const& evidence) {
  if (auto wrong = check_ending(evidence)) return {*wrong, {}};
  if (auto wrong = check_presence(evidence)) return {*wrong, {}};
  if (auto wrong = check_identity(evidence)) return {*wrong, {}};
  return with_world(check_place(evidence, evidence.result.result->world), evidence);
}

}  // namespace assay
