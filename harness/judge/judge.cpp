// SPDX-License-Identifier: Apache-2.0
// Each check returns a verdict when it has something to say; the first one that has
// wins.
#include "judge.hpp"

#include "checks.hpp"

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
  if (auto wrong = check_devices(point, world)) return wrong;
  if (auto wrong = check_exit(evidence)) return wrong;
  return check_measurement(evidence, result);
}

/// Adds what the launcher said of a binding that it does not make.
Verdict with_words_on_binding(Verdict verdict, Evidence const& evidence) {
  auto const& output = evidence.process.output_tail;
  if (verdict.of == VerdictClass::binding &&
      output.find("lacks support for cpu binding") != output.npos)
    verdict.detail +=
        "; srun said: cluster configuration lacks support for cpu binding. Use "
        "launcher: "
        "mpiexec, which binds by itself, or ask the site for TaskPlugin=task/affinity";
  return verdict;
}

Judgement with_world(Finding const& wrong, Evidence const& evidence) {
  return {with_words_on_binding(wrong.value_or(Verdict{}), evidence),
          evidence.result.result};
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
