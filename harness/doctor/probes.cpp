// SPDX-License-Identifier: Apache-2.0
// Two small launches with the words of every study, judged as every launch is: one of
// two ranks, one of two threads.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

#include "common/cpu_list.hpp"
#include "doctor.hpp"
#include "execute/attempt.hpp"
#include "judge/checks.hpp"
#include "os/errors.hpp"
#include "os/host_lock.hpp"
#include "os/temporary_directory.hpp"
#include "site/preflight.hpp"
#include "site/srun_plugin.hpp"
#include "site/workers.hpp"
#include "text/numbers.hpp"
#include "text/utf8.hpp"

namespace assay::doctor {
namespace {

Point probe_point(int ranks, int threads, std::string const& backend,
                  std::string const& launcher) {
  Point point;
  point.launcher = launcher;
  point.kernel = "pi";
  point.samples = 100'000;
  point.ranks = ranks;
  point.threads = threads;
  point.backend = backend;
  point.seed = 1;
  point.repetitions = 1;
  return point;
}

// Another study on this host may be timing a launch.
std::vector<ProcessResult> start_in_turn(std::span<Command const> commands,
                                         ProcessLimits const& limits) {
  HostLockRule rule;
  rule.file = host_lock_file();
  rule.limit_s = 120;
  auto const turn = take_turn(rule);
  return {run_process(commands.front(), limits)};
}

AttemptSpec spec_of(Point const& point, Patient const& patient,
                    MpiLauncher const& mpi) {
  AttemptSpec spec;
  spec.id.point = "probe";
  spec.point = point;
  spec.worker = worker_path(point.backend);
  spec.base_environment = patient.environment;
  spec.timeout_s = 60;
  spec.mpi = mpi;
  spec.step.mpi = srun_plugins(patient.machine, {point}, patient.environment).front();
  return spec;
}

/// Lines that say something, in one line: rules and blank ones are left out.
std::string in_one_line(std::string const& output) {
  std::istringstream lines(output);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (std::none_of(line.begin(), line.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; }))
      continue;
    text += (text.empty() ? "" : " | ") + line;
  }
  return printable(text, 400);
}

Line judged(std::string const& subject, AttemptResult const& attempt) {
  auto const& point = attempt.evidence.requested;
  auto const verdict = judge(attempt.evidence).verdict;
  if (verdict.of == VerdictClass::ok) {
    return {subject, Level::ok,
            fmt::format("{} x {} ran as asked", counted(point.ranks, "rank"),
                        counted(point.threads, "thread"))};
  }
  std::string cure = "no study will be measured like this";
  auto const& printed = attempt.evidence.process.output_tail;
  if (!printed.empty()) cure += "; the launch printed: " + in_one_line(printed);
  return {subject, Level::error,
          fmt::format("{}: {}", assay::to_string(verdict.of), verdict.detail), cure};
}

/// A launch in a directory of its own, and what `say` says of it.
template <class Say>
Line probe(AttemptSpec spec, std::string const& subject, Say const& say) try {
  TemporaryDirectory const scratch("assay-doctor");
  spec.directory = scratch.path() / "probe";
  return say(subject, perform_attempt(spec, start_in_turn));
} catch (std::exception const& problem) {
  return {subject, Level::error, problem.what(),
          "see the lines on directories and on the host lock"};
}

/// Where the worker and the witness inside of it saw different CPUs, or an empty text.
std::string difference(World const& world,
                       std::vector<WitnessedProcess const*> const& ranks) {
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
    auto const cpus = cpus_at_work(*ranks[rank]);
    if (cpus != world.by_rank.at(rank).cpus)
      return fmt::format("rank {} saw itself on CPUs {}, the witness on {}", rank,
                         world.by_rank.at(rank).cpu_list, cpu_list(cpus));
  }
  return "";
}

Line witnessed(std::string const& subject, AttemptResult const& attempt) {
  auto const& evidence = attempt.evidence;
  auto const judgement = judge(evidence);
  auto problem = check_witness(evidence).value_or(Verdict{}).detail;
  auto const seen = evidence.witnessed.value_or(Witnessed{});
  auto const ranks = ranks_of(seen);
  if (problem.empty() && judgement.result)
    problem = difference(judgement.result->world, ranks);
  if (!problem.empty())
    return {subject, Level::error, problem,
            "programs can be measured without it only: proof: none"};
  auto const& mpi = ranks.front()->mpi;
  return {subject, Level::ok,
          fmt::format("saw {} of {}", counted(ranks.size(), "rank"),
                      mpi ? name_of(*mpi) : "no MPI")};
}

/// The same launch as a program's, with the witness in it.
Line probe_witness(AttemptSpec spec) try {
  spec.witness = witness_library();
  return probe(std::move(spec), "witness", witnessed);
} catch (EnvironmentError const& problem) {
  return {"witness", Level::error, problem.what(), "build again"};
}

bool is_built(std::string const& backend) {
  auto const built = built_backends();
  return std::find(built.begin(), built.end(), backend) != built.end();
}

}  // namespace

Lines check_probes(Patient const& patient) {
  if (!is_built("serial") && !is_built("openmp")) return {};  // check_backends said so
  auto const& launcher = *find_launcher(automatic_launcher(patient.machine));
  MpiLauncher mpi;
  try {
    if (launcher.uses_mpiexec) mpi = launcher_of_built_workers(patient.environment);
  } catch (EnvironmentError const&) {
    return {};  // check_mpi has said so
  }
  int const two = std::min(2, patient.machine.cores_per_node);
  int const ranks = std::min(two, launcher.max_ranks);
  auto const* const any = is_built("serial") ? "serial" : "openmp";
  Lines lines;
  auto const world = spec_of(probe_point(ranks, 1, any, launcher.name), patient, mpi);
  lines.push_back(probe(world, "world probe", judged));
  if (lines.back().level == Level::ok) lines.push_back(probe_witness(world));
  if (is_built("openmp")) {
    auto const binding = probe_point(1, two, "openmp", launcher.name);
    lines.push_back(probe(spec_of(binding, patient, mpi), "binding probe", judged));
  }
  if (two == 1) {
    lines.push_back({"cores", Level::warning, "one core may be used",
                     "nothing can scale here; ask for more cores"});
  }
  return lines;
}

}  // namespace assay::doctor
