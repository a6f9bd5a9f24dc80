// SPDX-License-Identifier: Apache-2.0
// Performs launches and judges them.
#include "attempt_runner.hpp"

#include <fmt/format.h>

#include "gate_probe.hpp"
#include "judge/checks.hpp"
#include "judge/judge_program.hpp"
#include "judge/noise_of.hpp"
#include "os/errors.hpp"
#include "os/sha256.hpp"
#include "os/utc.hpp"
#include "records/point_json.hpp"
#include "records/record.hpp"
#include "recovery.hpp"
#include "site/kokkos_variable.hpp"
#include "site/workers.hpp"
#include "study_commands.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

fs::path attempt_directory(RunSpec const& spec, AttemptId const& id) {
  return spec.directory / "attempts" / id.directory_name();
}

}  // namespace

std::vector<JudgedAttempt> AttemptRunner::launch(
    std::vector<LaunchRequest> const& requests) {
  if (point_of(requests.front()).program != nullptr)
    return {launch_program(requests.front())};
  std::vector<AttemptSpec> specs;
  specs.reserve(requests.size());
  for (auto const& request : requests)
    specs.push_back(attempt_spec(point_of(request), request.id, request.step));
  std::vector<JudgedAttempt> launched;
  for (auto& attempt : executor_.perform(specs))
    launched.push_back(judged(std::move(attempt)));
  for (std::size_t i = 0; i < launched.size(); ++i) {
    compare_with_others(launched[i].judgement, requests[i]);
    check_quiet(launched[i]);
  }
  return launched;
}

void AttemptRunner::check_quiet(JudgedAttempt& launched) const {
  auto& [attempt, judgement] = launched;
  if (judgement.verdict.of != VerdictClass::ok) return;
  if (spec_.disturbed == Disturbed::keep) return;
  auto nodes = noise_of(attempt.evidence, judgement);
  // Of a host where ranks only may be, too little is known.
  std::erase_if(nodes, [](Noise const& noise) { return !noise.others_cpus; });
  if (auto verdict = check_noise(nodes, spec_.noise_limits))
    judgement.verdict = *std::move(verdict);
}

void AttemptRunner::compare_with_others(Judgement& judgement,
                                        LaunchRequest const& request) const {
  if (judgement.verdict.of != VerdictClass::ok) return;
  auto const& measurement = judgement.result->measurements.front();
  auto detail = ledger_.history().disagreement(
      request.id, point_of(request),
      {measurement.makespans_s, measurement.tallies, measurement.checked});
  if (!detail.empty())
    judgement.verdict = {VerdictClass::wrong_answer, std::move(detail), true};
}

AttemptSpec AttemptRunner::attempt_spec(Point const& point, AttemptId const& id,
                                        SlurmStep const& step) const {
  AttemptSpec attempt{id,
                      point,
                      worker_path(point.backend),
                      attempt_directory(spec_, id),
                      spec_.base_environment,
                      spec_.study.limits.timeout_s,
                      spec_.mpi,
                      step};
  if (point.program != nullptr && point.program->readings.proof == Proof::witness)
    attempt.witness = witness_library();
  if (point.gpus_per_rank > 0) attempt.devices = devices_program();
  return attempt;
}

JudgedAttempt AttemptRunner::judged(AttemptResult attempt) {
  auto& evidence = attempt.evidence;
  evidence.program = program_hashes(evidence.requested.backend);
  auto judgement = judge(evidence);
  return {std::move(attempt), std::move(judgement)};
}

AttemptResult AttemptRunner::perform(AttemptSpec const& attempt) {
  return std::move(executor_.perform({&attempt, 1}).front());
}

// Without a good probe the program is not started: its point is no measurement.
JudgedAttempt AttemptRunner::launch_program(LaunchRequest const& request) {
  auto const& point = point_of(request);
  auto const& gate = probe(request);
  if (gate.verdict.of != VerdictClass::ok) {
    AttemptResult none;
    none.started_utc = utc_now();
    none.evidence.requested = point;
    return {std::move(none), {refused_by(gate.verdict), {}}};
  }
  auto spec = attempt_spec(point, request.id, request.step);
  if (!spec.witness.empty()) spec.kokkos_variable = variable_of(*point.program);
  auto attempt = perform(spec);
  attempt.evidence.program = program_hashes(*point.program);
  add_executable(attempt.evidence, request.id.point);
  auto judgement = judge_program(attempt.evidence, *gate.result);
  compare_with_others(judgement, request);
  JudgedAttempt launched{std::move(attempt), std::move(judgement)};
  check_quiet(launched);
  return launched;
}

// Once for each geometry in every run: a study may go on in another allocation.
Judgement const& AttemptRunner::probe(LaunchRequest const& request) {
  auto const point = probe_point(point_of(request));
  AttemptId const id{point_id(point, ""), 0, 1};
  auto const known = probes_.find(id.point);
  if (known != probes_.end()) return known->second;
  auto spec = attempt_spec(point, id, request.step);
  spec.look = look_program();
  auto attempt = perform(spec);
  auto judgement = judge_place(attempt.evidence);
  JudgedAttempt const launched{std::move(attempt), std::move(judgement)};
  auto record =
      record_json(id, id.launch, launched.attempt, launched.judgement, manifest_id_);
  record["kind"] = "probe";
  ledger_.append(std::move(record));
  settle_directory(id, launched);
  return probes_.emplace(id.point, launched.judgement).first->second;
}

ProgramHashes AttemptRunner::program_hashes(std::string const& backend) {
  auto const planned = spec_.worker_hashes.find(backend);
  if (planned == spec_.worker_hashes.end()) return {};
  return {planned->second, current_hash(worker_path(backend))};
}

ProgramHashes AttemptRunner::program_hashes(Program const& program) {
  if (program.files_sha256.empty()) return {};
  std::string hashes;
  for (auto const& file : program.files) hashes += current_hash(file);
  return {program.files_sha256, sha256(hashes)};
}

std::string AttemptRunner::variable_of(Program const& program) {
  auto const [known, is_new] = kokkos_variables_.try_emplace(program.files);
  if (is_new) known->second = kokkos_variable(program.files, spec_.base_environment);
  return known->second;
}

void AttemptRunner::add_executable(Evidence& evidence, std::string const& point) {
  if (!evidence.witnessed) return;
  auto const ranks = ranks_of(*evidence.witnessed);
  if (ranks.empty() || ranks.front()->executable.empty()) return;
  auto& hash = evidence.witnessed->executable_sha256;
  hash = current_hash(ranks.front()->executable);
  evidence.executable = {ledger_.history().of(point).executable_sha256, hash};
}

std::string AttemptRunner::current_hash(fs::path const& file) {
  return watched_.try_emplace(file.string(), FileHash(file)).first->second.current();
}

void AttemptRunner::settle_directory(AttemptId const& id,
                                     JudgedAttempt const& launched) const {
  auto const directory = attempt_directory(spec_, id);
  auto const of = launched.judgement.verdict.of;
  std::error_code ignored;  // the record is safe; a directory left over harms nobody
  if (!is_failure(of) || of == VerdictClass::interrupted) {
    fs::remove_all(directory, ignored);
  } else {
    keep_output(directory, launched.attempt.evidence.process.output_tail);
  }
}

void AttemptRunner::refuse_changed(AttemptResult const& attempt) {
  if (check_executable(attempt.evidence))
    throw EnvironmentError(
        fmt::format("{} changed during the study, which stops here. Give the study "
                    "another name, or start it again with --fresh",
                    ranks_of(*attempt.evidence.witnessed).front()->executable));
  auto const& program = attempt.evidence.program;
  if (program.planned == program.seen) return;
  auto const& point = attempt.evidence.requested;
  auto const what = point.program == nullptr ? worker_path(point.backend).string()
                                             : "a file of program " + point.kernel;
  throw EnvironmentError(
      fmt::format("{} changed during the study, which stops here. The same command "
                  "goes on with the new one, as new points",
                  what));
}

void AttemptRunner::run_own(std::string const& what,
                            std::vector<Argv> const& commands) const {
  run_commands(what, commands, spec_.study, spec_.directory, spec_.base_environment,
               executor_);
}

}  // namespace assay
